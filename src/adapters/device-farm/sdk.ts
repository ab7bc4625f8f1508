// The part of AWS's client that is used. Loaded only where this backend is, and so a chunk of its own in the bundle.

export {
  CreateUploadCommand,
  DeviceFarmClient,
  GetRunCommand,
  GetUploadCommand,
  ListArtifactsCommand,
  ListDevicesCommand,
  ListJobsCommand,
  ListProjectsCommand,
  ListRunsCommand,
  ScheduleRunCommand,
  StopRunCommand,
} from '@aws-sdk/client-device-farm';
