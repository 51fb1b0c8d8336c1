/**
 * Whether windows can be opened and a clipboard can be reached. Windows and macOS always have a
 * display; so has the Linux subsystem of Windows, which lends it.
 */
export const hasDisplay = (
	env: Readonly<Record<string, string | undefined>>,
	platform: NodeJS.Platform,
): boolean =>
	platform === 'win32' ||
	platform === 'darwin' ||
	Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY'] || env['WSL_DISTRO_NAME'] || env['WSL_INTEROP']);

export const noDisplay = 'there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)';
