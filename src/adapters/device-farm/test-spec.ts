// The custom test spec: what Device Farm executes on the test host beside the phone. One command; the rest is the script's.

/** Which kind of test a run is called, for Device Farm has no kind for a plain program. */
export const TEST_TYPE = 'APPIUM_PYTHON';

export const TEST_SPEC = `version: 0.1
android_test_host: amazon_linux_2
phases:
  test:
    commands:
      - sh "$DEVICEFARM_TEST_PACKAGE_PATH/measure.sh" session
artifacts:
  - $DEVICEFARM_LOG_DIR
`;

/** What a package of that kind must hold beside our own files; the spec executes none of it. */
export const PACKAGE_FILLERS: Readonly<Record<string, string>> = {
  'requirements.txt': '# Nothing is installed: the test spec runs measure.sh.\n',
  'tests/test_latency_gate.py': '# The test spec runs measure.sh instead.\n\n\ndef test_nothing():\n    pass\n',
};
