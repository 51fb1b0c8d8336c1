import {Text} from 'ink';
import type {ReactNode} from 'react';
import {lifetimeLeft, type Session, timeLeftMs} from '../../core/oauth/session.ts';
import {durationWords, type EpochMs} from '../../core/time.ts';
import {palette} from '../palette.ts';
import {labelWidth, row} from './rows.tsx';

const longestBar = 40;
const longestWords = ' 34 min 59 s left'.length + 1;

/** The access token's time as a shrinking bar and in words; at zero it says that it has expired. */
export function timeLeftRow(session: Session, now: EpochMs, width: number): ReactNode {
	const left = timeLeftMs(session, now);
	const share = lifetimeLeft(session, now);
	const cells = Math.max(4, Math.min(longestBar, width - labelWidth - longestWords));
	const full = Math.ceil(share * cells);
	const mark = share > 0.1 ? palette.done : palette.alarm;
	return row(
		<>
			{'Access token'.padEnd(labelWidth)}
			<Text {...mark}>{'█'.repeat(full)}</Text>
			<Text {...palette.quiet}>{'░'.repeat(cells - full)}</Text>
			<Text {...palette.strong}>{left === 0 ? ' expired' : ` ${durationWords(left)} left`}</Text>
		</>,
	);
}
