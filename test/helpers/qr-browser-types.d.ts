/** Names of browser types that the QR reader's declarations mention; nothing here has one. */
declare interface DOMRectReadOnly {
	readonly width: number;
	readonly height: number;
}
declare type ImageBitmapSource = never;
