import {Component, type ReactNode} from 'react';

type Props = {readonly onError: (error: unknown) => void; readonly children: ReactNode};

/** Catches what a screen throws, before Ink prints it with lines of the source. */
export class ErrorBoundary extends Component<Props, {readonly hasFailed: boolean}> {
	static getDerivedStateFromError() {
		return {hasFailed: true};
	}

	override state = {hasFailed: false};

	override componentDidCatch(error: unknown): void {
		this.props.onError(error);
	}

	override render(): ReactNode {
		return this.state.hasFailed ? null : this.props.children;
	}
}
