package atoll.volumeserver.admin;

import static atoll.volumeserver.CallsFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.sim.disk.DiskOperation;
import atoll.sim.disk.FaultRule;
import atoll.sim.disk.Misdeed;
import atoll.volumeserver.CallsFixture;
import atoll.volumeserver.NodeFixture;
import atoll.volumeserver.wire.volume.AllocateVolumeRequest;
import atoll.volumeserver.wire.volume.BatchDeleteRequest;
import atoll.volumeserver.wire.volume.DeleteCollectionRequest;
import atoll.volumeserver.wire.volume.DeleteResult;
import atoll.volumeserver.wire.volume.GetStateRequest;
import atoll.volumeserver.wire.volume.PingRequest;
import atoll.volumeserver.wire.volume.PingResponse;
import atoll.volumeserver.wire.volume.SetStateRequest;
import atoll.volumeserver.wire.volume.SetStateResponse;
import atoll.volumeserver.wire.volume.VolumeConfigureRequest;
import atoll.volumeserver.wire.volume.VolumeDeleteRequest;
import atoll.volumeserver.wire.volume.VolumeEcShardReadRequest;
import atoll.volumeserver.wire.volume.VolumeMarkReadonlyRequest;
import atoll.volumeserver.wire.volume.VolumeMountRequest;
import atoll.volumeserver.wire.volume.VolumeNeedleStatusRequest;
import atoll.volumeserver.wire.volume.VolumeNeedleStatusResponse;
import atoll.volumeserver.wire.volume.VolumeServerGrpc;
import atoll.volumeserver.wire.volume.VolumeServerState;
import atoll.volumeserver.wire.volume.VolumeServerStatusRequest;
import atoll.volumeserver.wire.volume.VolumeServerStatusResponse;
import atoll.volumeserver.wire.volume.VolumeStatusRequest;
import atoll.volumeserver.wire.volume.VolumeStatusResponse;
import atoll.volumeserver.wire.volume.VolumeSyncStatusRequest;
import atoll.volumeserver.wire.volume.VolumeUnmountRequest;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.MetadataUtils;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Calls over a real socket, as shells and masters make them.
class AdminCallsTest {

  @TempDir private Path data;

  private CallsFixture server;
  private NodeFixture fixture;

  @BeforeEach
  void begin() {
    server = new CallsFixture(data);
    fixture = server.fixture;
  }

  @AfterEach
  void end() {
    server.close();
  }

  private VolumeServerGrpc.VolumeServerBlockingStub calls() {
    return server.calls();
  }

  private void allocate(int id) {
    server.allocate(id);
  }

  private VolumeStatusResponse status(int id) {
    return calls().volumeStatus(VolumeStatusRequest.newBuilder().setVolumeId(id).build());
  }

  @Test
  void aVolumeIsMadeServedAndRemoved() {
    allocate(3);
    assertThat(status(3).getVolumeSize()).isEqualTo(8);
    refused(() -> allocate(3), Status.Code.UNKNOWN, "Volume Id 3 already exists!");
    var _ = calls().volumeUnmount(VolumeUnmountRequest.newBuilder().setVolumeId(3).build());
    var _ = calls().volumeUnmount(VolumeUnmountRequest.newBuilder().setVolumeId(3).build());
    refused(() -> status(3), Status.Code.UNKNOWN, "not found volume id 3");
    var _ = calls().volumeMount(VolumeMountRequest.newBuilder().setVolumeId(3).build());
    var _ = calls().volumeMount(VolumeMountRequest.newBuilder().setVolumeId(3).build());
    assertThat(status(3).getFileCount()).isZero();
    refused(
        () -> calls().volumeMount(VolumeMountRequest.newBuilder().setVolumeId(9).build()),
        Status.Code.UNKNOWN,
        "volume 9 not found on disk");
    fixture.write(3, 1, "x");
    VolumeDeleteRequest request = VolumeDeleteRequest.newBuilder().setVolumeId(3).build();
    refused(
        () -> calls().volumeDelete(request.toBuilder().setOnlyEmpty(true).build()),
        Status.Code.UNKNOWN,
        "volume not empty");
    var _ = calls().volumeDelete(request);
    refused(
        () -> calls().volumeDelete(request),
        Status.Code.UNKNOWN,
        "delete volume 3 not found on disk");
  }

  @Test
  void aVolumeThatMakesNoSenseIsRefused() {
    AllocateVolumeRequest request = AllocateVolumeRequest.newBuilder().setVolumeId(3).build();
    refused(
        () -> calls().allocateVolume(request.toBuilder().setReplication("#").build()),
        Status.Code.UNKNOWN,
        "unknown replication type: 00#");
    refused(
        () -> calls().allocateVolume(request.toBuilder().setTtl("xm").build()),
        Status.Code.UNKNOWN,
        "x");
    refused(
        () -> calls().allocateVolume(request.toBuilder().setVersion(4).build()),
        Status.Code.UNKNOWN,
        "version 4");
    refused(
        () -> calls().allocateVolume(request.toBuilder().setDiskType("ssd").build()),
        Status.Code.UNKNOWN,
        "No more free space left");
  }

  @Test
  void roomIsReservedForAVolumeWhereTheDiskCan() {
    AllocateVolumeRequest.Builder request =
        AllocateVolumeRequest.newBuilder().setCollection("c").setPreallocate(1 << 20);
    var _ = calls().allocateVolume(request.setVolumeId(3).build());
    assertThat(status(3).getVolumeSize()).isEqualTo(8);
    fixture.write(3, 1, "one");
    assertThat(fixture.events.of("volume.room.not.reserved")).isEmpty();

    fixture.disk.add(
        FaultRule.of(new Misdeed.Fail(Fault.NO_SPACE), DiskOperation.PREALLOCATE).at("**/c_4.dat"));
    var _ = calls().allocateVolume(request.setVolumeId(4).build());
    assertThat(fixture.events.of("volume.room.not.reserved")).hasSize(1);
    fixture.write(4, 1, "one");
    assertThat(status(4).getFileCount()).isEqualTo(1);
  }

  @Test
  void aCollectionIsRemovedWhole() {
    allocate(3);
    allocate(4);
    DeleteCollectionRequest request =
        DeleteCollectionRequest.newBuilder().setCollection("c").build();
    var _ = calls().deleteCollection(request);
    var _ = calls().deleteCollection(request);
    refused(() -> status(4), Status.Code.UNKNOWN, "not found volume id 4");
  }

  @Test
  void theStateIsChangedByWhoKnowsIt() {
    VolumeServerState maintenance = VolumeServerState.newBuilder().setMaintenance(true).build();
    SetStateResponse changed =
        calls().setState(SetStateRequest.newBuilder().setState(maintenance).build());
    assertThat(changed.getState().getVersion()).isEqualTo(1);
    assertThat(calls().getState(GetStateRequest.getDefaultInstance()).getState())
        .isEqualTo(changed.getState());
    refused(
        () -> calls().setState(SetStateRequest.newBuilder().setState(maintenance).build()),
        Status.Code.UNKNOWN,
        "version mismatch for VolumeServerState");
    assertThat(calls().setState(SetStateRequest.getDefaultInstance()).getState())
        .isEqualTo(changed.getState());
    refused(() -> allocate(3), Status.Code.UNKNOWN, "volume server node-1 is in maintenance mode");
    refused(
        () -> calls().batchDelete(BatchDeleteRequest.getDefaultInstance()),
        Status.Code.UNKNOWN,
        "in maintenance mode");
    refused(
        () ->
            calls()
                .volumeMarkReadonly(VolumeMarkReadonlyRequest.newBuilder().setVolumeId(9).build()),
        Status.Code.UNKNOWN,
        "volume 9 not found");
  }

  private String configure(int id, String replication) {
    return calls()
        .volumeConfigure(
            VolumeConfigureRequest.newBuilder().setVolumeId(id).setReplication(replication).build())
        .getError();
  }

  @Test
  void whereCopiesGoIsConfigured() {
    allocate(3);
    fixture.write(3, 1, "one");
    assertThat(configure(3, "012")).isEmpty();
    assertThat(server.volume(3).superBlock().placement()).hasToString("012");
    assertThat(status(3).getFileCount()).isEqualTo(1);
    assertThat(data.resolve("c_3.vif")).content().contains("\"replication\": \"012\"");
    assertThat(configure(3, "99x"))
        .startsWith("volume configure replication volume_id:3 replication:\"99x\": ");
    assertThat(configure(9, "001"))
        .isEqualTo(
            "volume configure volume_id:9 replication:\"001\": volume 9 not found on disk."
                + " Also failed to restore mount: volume 9 not found on disk");
    server.maintain();
    refused(() -> configure(3, "000"), Status.Code.UNKNOWN, "in maintenance mode");
  }

  @Test
  void aVolumeThatIsOnDiskAloneIsConfiguredAndServed() {
    allocate(3);
    var _ = calls().volumeUnmount(VolumeUnmountRequest.newBuilder().setVolumeId(3).build());
    assertThat(configure(3, "001")).isEmpty();
    assertThat(server.volume(3).superBlock().placement()).hasToString("001");
  }

  @Test
  void needlesAreDeletedInBatches() {
    allocate(3);
    fixture.write(3, 1, "one");
    fixture.write(3, 2, "two");
    List<DeleteResult> results =
        calls()
            .batchDelete(
                BatchDeleteRequest.newBuilder()
                    .addFileIds("nonsense")
                    .addFileIds("3,0100000006")
                    .addFileIds("3,0100000005")
                    .addFileIds("3,0100000005")
                    .addFileIds("9,0100000005")
                    .build())
            .getResultsList();
    assertThat(results)
        .extracting(DeleteResult::getStatus)
        .containsExactly(400, 400, 202, 404, 404);
    assertThat(results.get(0).getError()).isEqualTo("Wrong fid format.");
    assertThat(results.get(1).getError()).isEqualTo("File Random Cookie does not match.");
    assertThat(results.get(2).getSize()).isPositive();
    assertThat(results.get(3).getError()).isEqualTo("already deleted");
    assertThat(results.get(4).getError()).isEqualTo("volume 9 not found");
    assertThat(
            calls()
                .batchDelete(
                    BatchDeleteRequest.newBuilder()
                        .addFileIds("3,0200000009")
                        .addFileIds("3,0200000009")
                        .setSkipCookieCheck(true)
                        .build())
                .getResultsList())
        .extracting(DeleteResult::getStatus)
        .containsExactly(202, 304);
  }

  @Test
  void aNeedleTellsWhatItIs() {
    allocate(3);
    fixture.write(3, 1, "one");
    VolumeNeedleStatusResponse status =
        calls()
            .volumeNeedleStatus(
                VolumeNeedleStatusRequest.newBuilder().setVolumeId(3).setNeedleId(1).build());
    assertThat(status.getNeedleId()).isEqualTo(1);
    assertThat(status.getCookie()).isEqualTo(5);
    assertThat(status.getSize()).isPositive();
    refused(
        () ->
            calls()
                .volumeNeedleStatus(VolumeNeedleStatusRequest.newBuilder().setVolumeId(9).build()),
        Status.Code.UNKNOWN,
        "volume not found 9");
    refused(
        () ->
            calls()
                .volumeNeedleStatus(VolumeNeedleStatusRequest.newBuilder().setVolumeId(3).build()),
        Status.Code.UNKNOWN,
        "not found");
  }

  @Test
  void theServerTellsWhatItHas() {
    VolumeServerStatusResponse status =
        calls().volumeServerStatus(VolumeServerStatusRequest.getDefaultInstance());
    assertThat(status.getVersion()).isEqualTo("30GB 4.44 ");
    assertThat(status.getDataCenter()).isEqualTo("dc1");
    assertThat(status.getDiskStatuses(0).getDir()).isEqualTo(data.toAbsolutePath().toString());
    assertThat(status.getDiskStatuses(0).getAll()).isPositive();
    assertThat(status.getMemoryStatus().getAll()).isPositive();
  }

  @Test
  void onlyMastersThatAreKnownArePinged() {
    PingResponse self = calls().ping(PingRequest.getDefaultInstance());
    assertThat(self.getStopTimeNs()).isGreaterThanOrEqualTo(self.getStartTimeNs());
    refused(
        () ->
            calls()
                .ping(
                    PingRequest.newBuilder()
                        .setTarget("10.0.0.1:80")
                        .setTargetType("master")
                        .build()),
        Status.Code.INVALID_ARGUMENT,
        "unknown ping target 10.0.0.1:80 of type master");
    refused(
        () ->
            calls()
                .ping(
                    PingRequest.newBuilder()
                        .setTarget("127.0.0.1:1.1")
                        .setTargetType("master")
                        .build()),
        Status.Code.UNKNOWN,
        "ping master 127.0.0.1:1.1: ");
  }

  @Test
  void whoIsNotAdmittedChangesNothing() {
    server.setGate(_ -> {
      throw new AtollException(Fault.DENIED, "not authorized: 10.9.8.7");
    });
    refused(() -> allocate(3), Status.Code.PERMISSION_DENIED, "not authorized: 10.9.8.7");
    refused(() -> status(3), Status.Code.UNKNOWN, "not found volume id 3");
  }

  @Test
  void aCallThatNobodyAnswersIsRefused() {
    refused(
        () -> calls().volumeSyncStatus(VolumeSyncStatusRequest.getDefaultInstance()),
        Status.Code.UNIMPLEMENTED,
        "this server has no VolumeSyncStatus");
    refused(
        () -> calls().volumeEcShardRead(VolumeEcShardReadRequest.getDefaultInstance()).hasNext(),
        Status.Code.UNIMPLEMENTED,
        "this server has no VolumeEcShardRead");
  }

  @Test
  void everyAnswerCarriesTheIdOfItsRequest() {
    Metadata.Key<String> key =
        Metadata.Key.of("x-amz-request-id", Metadata.ASCII_STRING_MARSHALLER);
    AtomicReference<Metadata> headers = new AtomicReference<>();
    AtomicReference<Metadata> trailers = new AtomicReference<>();
    var _ =
        calls()
            .withInterceptors(MetadataUtils.newCaptureMetadataInterceptor(headers, trailers))
            .ping(PingRequest.getDefaultInstance());
    assertThat(Objects.requireNonNull(trailers.get()).get(key)).matches("[0-9A-F]{16}");
    Metadata brought = new Metadata();
    brought.put(key, "mine");
    var _ =
        calls()
            .withInterceptors(
                MetadataUtils.newAttachHeadersInterceptor(brought),
                MetadataUtils.newCaptureMetadataInterceptor(headers, trailers))
            .ping(PingRequest.getDefaultInstance());
    assertThat(Objects.requireNonNull(trailers.get()).get(key)).isEqualTo("mine");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aBatchEndsWithItsCall() throws Exception {
    allocate(3);
    fixture.write(3, 1, "one");
    fixture.write(3, 2, "two");
    CountDownLatch over = new CountDownLatch(1);
    CountDownLatch mayGoOn = new CountDownLatch(1);
    server.setGate(_ -> Context.current().addListener(_ -> over.countDown(), Runnable::run));
    fixture.disk.add(
        FaultRule.of(new Misdeed.Slow(Duration.ofNanos(1)), DiskOperation.READ_AT)
            .at("**/c_3.dat"));
    server.volume(3).exclusively(_ -> await(mayGoOn));
    Context.CancellableContext caller = Context.current().withCancellation();
    Thread calls =
        Thread.ofVirtual()
            .start(
                caller.wrap(() ->
                    refused(
                        () ->
                            calls()
                                .batchDelete(
                                    BatchDeleteRequest.newBuilder()
                                        .addFileIds("3,0100000005")
                                        .addFileIds("3,0200000005")
                                        .build()),
                        Status.Code.CANCELLED,
                        "")));
    // The first needle is looked at, and then waits to be deleted.
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> !fixture.disk.inflicted().isEmpty());
    caller.cancel(null);
    await(over);
    mayGoOn.countDown();
    calls.join();
    String what = fixture.events.await("grpc.call.failed", Duration.ofSeconds(20)).message();
    assertThat(what).contains("the call ended after 1 of 2 needles");
    assertThat(fixture.delete(3, 2)).isInstanceOf(atoll.volume.DeleteResult.Deleted.class);
  }
}
