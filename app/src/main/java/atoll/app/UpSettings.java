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
    int mkvPort,
    int mkvAdminPort,
    Path data) {

  static final int GRPC_ABOVE = 10_000;
  static final int ADMIN_ABOVE = 900;

  /// Blob hosts of the gateway, which listen behind it; each value is on all of them.
  static final int MKV_HOSTS = 3;

  /// With the ports of gRPC and of health where people look for them.
  static UpSettings of(String host, int masterPort, int volumePort, int mkvPort, Path data) {
    return new UpSettings(
        host,
        masterPort,
        masterPort + GRPC_ABOVE,
        volumePort,
        volumePort + GRPC_ABOVE,
        mkvPort,
        mkvPort + ADMIN_ABOVE,
        data);
  }

  Path masterData() {
    return data.resolve("master");
  }

  Path volumeData() {
    return data.resolve("volume");
  }

  Path mkvData() {
    return data.resolve("mkv");
  }
}
