// The add-on's types name the terminal of browsers; ours, without a screen, takes it as well.
declare module '@xterm/xterm' {
	export type {ITerminalAddon, Terminal} from '@xterm/headless';
}
