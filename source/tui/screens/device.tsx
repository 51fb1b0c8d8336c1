import {Box} from 'ink';
import {type ReactNode, useMemo} from 'react';
import {approvalAddress, strangeHost} from '../../core/oauth/device-authorization.ts';
import type {AwaitingDevice} from '../../core/sign-in/flow.ts';
import {type QrCode, qrCode} from '../components/qr-code.tsx';
import {Screen} from '../components/screen.tsx';
import {useLayout} from '../hooks/use-layout.ts';
import {useNow} from '../hooks/use-now.ts';
import type {Binding} from '../keys.ts';
import {fitBlocks, type Layout} from '../layout.ts';
import {type Dispatch, useSurroundings} from '../surroundings.ts';
import {deviceBlocks} from './device-blocks.tsx';

/** The device grant: a code and a page to approve it on, while Anaplan is asked for the outcome. */
export function DeviceScreen({
	state,
	dispatch,
}: {
	readonly state: AwaitingDevice;
	readonly dispatch: Dispatch;
}): ReactNode {
	const layout = useLayout();
	const now = useNow();
	const {characters} = useSurroundings();
	const address = approvalAddress(state.authorization);
	const qr = useMemo(() => qrCode(address), [address]);
	// Nothing here leads to a page of which nobody knows whose it is.
	const isStrange = strangeHost(state.authorization, state.client.hosts) !== undefined;
	// Without half blocks a code would need four times the room, which is nowhere.
	const hasQr = !isStrange && characters === 'unicode' && fits(qr, layout);
	const width = hasQr ? layout.width - qr.columns - gapColumns : layout.width;
	const blocks = deviceBlocks(state, now, width);
	return (
		<Screen
			step="Authorize"
			keys={isStrange ? [copyKey(dispatch)] : [openKey(dispatch), copyKey(dispatch)]}
			blocks={hasQr ? [{rows: sideBySide(fitBlocks(blocks, layout.bodyRows), width, qr)}] : blocks}
		/>
	);
}

const gapColumns = 2;
const leastTextColumns = 38;

const fits = ({columns, rows}: QrCode, {width, bodyRows}: Layout): boolean =>
	rows.length <= bodyRows && width - columns - gapColumns >= leastTextColumns;

/** The words on the left, the QR code on the right. */
function sideBySide(
	left: readonly ReactNode[],
	width: number,
	{rows}: QrCode,
): readonly ReactNode[] {
	const height = Math.max(left.length, rows.length);
	return Array.from({length: height}, (_, y) => (
		// biome-ignore lint/suspicious/noArrayIndexKey: a row has no name but its place.
		<Box key={y} height={1}>
			<Box width={width + gapColumns} flexShrink={0}>
				{left[y]}
			</Box>
			{rows[y]}
		</Box>
	));
}

const openKey = (dispatch: Dispatch): Binding => ({
	keys: ['o'],
	label: 'o',
	hint: 'open browser',
	short: 'open',
	isMain: true,
	run: () => dispatch({type: 'browserWished'}),
});

const copyKey = (dispatch: Dispatch): Binding => ({
	keys: ['c'],
	label: 'c',
	hint: 'copy address',
	short: 'copy',
	run: () => dispatch({type: 'urlCopyWished'}),
});
