package atoll.app;

import java.nio.file.Path;

/// Where `atoll up` puts everything.
///
/// @param host that is listened on
/// @param data the directory below which each product has its own
record UpSettings(
    String host,
    int masterPort,
    int masterGrpcPort,
    int volumePort,
    int volumeGrpcPort,
    Path data) {

  static final int GRPC_ABOVE = 10_000;

  /// With the ports of gRPC where clients look for them.
  static UpSettings of(String host, int masterPort, int volumePort, Path data) {
    return new UpSettings(
        host, masterPort, masterPort + GRPC_ABOVE, volumePort, volumePort + GRPC_ABOVE, data);
  }

  Path masterData() {
    return data.resolve("master");
  }

  Path volumeData() {
    return data.resolve("volume");
  }
}
