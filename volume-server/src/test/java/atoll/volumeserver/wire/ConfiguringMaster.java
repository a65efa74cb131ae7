package atoll.volumeserver.wire;

import atoll.volumeserver.wire.master.GetMasterConfigurationRequest;
import atoll.volumeserver.wire.master.GetMasterConfigurationResponse;
import atoll.volumeserver.wire.master.SeaweedGrpc;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// A master on a real socket that tells its configuration and nothing else. Shared (an atomic
/// number).
public final class ConfiguringMaster implements AutoCloseable {

  private final AtomicInteger asked = new AtomicInteger();
  private final GrpcServer server;

  /// @param identity who serves those alone whom its authority knows; empty for the clear
  public ConfiguringMaster(
      Optional<GrpcIdentity> identity, GetMasterConfigurationResponse configuration) {
    SeaweedGrpc.SeaweedImplBase service =
        new SeaweedGrpc.SeaweedImplBase() {
          @Override
          public void getMasterConfiguration(
              GetMasterConfigurationRequest request,
              StreamObserver<GetMasterConfigurationResponse> response) {
            asked.incrementAndGet();
            response.onNext(configuration);
            response.onCompleted();
          }
        };
    server =
        GrpcServer.start(
            LoopbackServer.address(),
            GrpcTls.server(identity),
            List.of(service.bindService()),
            List.of(),
            GrpcLimits.DEFAULTS);
  }

  public ServerAddress address() {
    return new ServerAddress("127.0.0.1", 1, server.port());
  }

  /// How often it was asked.
  public int asked() {
    return asked.get();
  }

  @Override
  public void close() {
    server.close();
  }
}
