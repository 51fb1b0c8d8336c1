/** Names of a browser's types that playwright-core mentions. Its library of them would make them known to all of this program. */
type Node = object;
type HTMLElementTagNameMap = Record<string, object>;
