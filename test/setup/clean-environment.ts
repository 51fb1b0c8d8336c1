/**
 * Runs before every test file: what the developer has set for daily work must not change a result.
 * A test that needs one of these sets it itself.
 */
const foreign =
	/^(ANAPLAN_.*|CLIENT|SECRET|(HTTPS?|ALL|NO)_PROXY|NODE_EXTRA_CA_CERTS|NO_COLOR|FORCE_COLOR|CLICOLOR.*|CI|CONTINUOUS_INTEGRATION|ACCESSIBLE|INK_SCREEN_READER|BROWSER|COLUMNS|LINES)$/i;

for (const name of Object.keys(process.env)) {
	if (foreign.test(name)) {
		delete process.env[name];
	}
}
