// The one version of ONNX Runtime that is installed where none is found, with the registry's integrity hashes.

export interface RuntimePackage {
  readonly name: string;
  readonly version: string;
  /** As npm writes it: `sha512-` and base64. */
  readonly integrity: string;
  /** The members of the archive that this machine needs. */
  readonly files: (platform: string, arch: string) => readonly string[];
}

/** Where the pinned version runs: what its package has binaries for. */
export const RUNTIME_PLATFORMS: readonly string[] = [
  'linux x64',
  'linux arm64',
  'darwin arm64',
  'win32 x64',
  'win32 arm64',
];

export const RUNTIME_PACKAGES: readonly RuntimePackage[] = [
  {
    name: 'onnxruntime-node',
    version: '1.30.0',
    integrity: 'sha512-twhs1C2C/BFkz1yc5OY0KIU2GUq6DURO7hD4bx5Q2Qy3nAMJwRXW8xU3NVczE29VA9lolLOYepoD8fjTGOfIqw==',
    files: (platform, arch) => ['package/package.json', 'package/dist', `package/bin/napi-v6/${platform}/${arch}`],
  },
  {
    name: 'onnxruntime-common',
    version: '1.30.0',
    integrity: 'sha512-7fdVWjAID1dVhH/G8qK3APARunV4VkBFoCQAP7qp4Wkab0mrorvmc+sqiT+mKXOzDqdjN5j+/Z9nb4gzNPWcyA==',
    files: () => ['package/package.json', 'package/dist'],
  },
];
