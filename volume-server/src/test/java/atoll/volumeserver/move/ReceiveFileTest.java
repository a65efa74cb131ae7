package atoll.volumeserver.move;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.volumeserver.wire.volume.ReceiveFileInfo;
import atoll.volumeserver.wire.volume.ReceiveFileRequest;
import atoll.volumeserver.wire.volume.ReceiveFileResponse;
import atoll.volumeserver.wire.volume.VolumeServerGrpc;
import com.google.protobuf.ByteString;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Single files that others send, over a real socket.
class ReceiveFileTest {

  @TempDir private Path data;
  private MovePeer peer;
  private final CompletableFuture<ReceiveFileResponse> answer = new CompletableFuture<>();

  @BeforeEach
  void begin() {
    peer = new MovePeer(data);
  }

  @AfterEach
  void end() {
    peer.close();
  }

  private ClientCallStreamObserver<ReceiveFileRequest> open() {
    return open(answer);
  }

  private ClientCallStreamObserver<ReceiveFileRequest> open(
      CompletableFuture<ReceiveFileResponse> answer) {
    return (ClientCallStreamObserver<ReceiveFileRequest>)
        VolumeServerGrpc.newStub(peer.fixture.channels.to(peer.address()))
            .receiveFile(
                new StreamObserver<>() {
                  @Override
                  public void onNext(ReceiveFileResponse response) {
                    answer.complete(response);
                  }

                  @Override
                  public void onError(Throwable failure) {
                    answer.completeExceptionally(failure);
                  }

                  @Override
                  public void onCompleted() {}
                });
  }

  private ReceiveFileResponse send(List<ReceiveFileRequest> requests) throws Exception {
    CompletableFuture<ReceiveFileResponse> told = new CompletableFuture<>();
    ClientCallStreamObserver<ReceiveFileRequest> call = open(told);
    requests.forEach(call::onNext);
    call.onCompleted();
    return told.get(20, TimeUnit.SECONDS);
  }

  private static ReceiveFileRequest info(ReceiveFileInfo.Builder info) {
    return ReceiveFileRequest.newBuilder().setInfo(info).build();
  }

  private static ReceiveFileInfo.Builder shard() {
    return ReceiveFileInfo.newBuilder()
        .setVolumeId(3)
        .setCollection("c")
        .setExt(".ec00")
        .setIsEcVolume(true);
  }

  private static ReceiveFileRequest content(String text) {
    return ReceiveFileRequest.newBuilder().setFileContent(ByteString.copyFromUtf8(text)).build();
  }

  @Test
  void aShardArrivesWhole() throws Exception {
    ReceiveFileResponse response = send(List.of(info(shard()), content("half "), content("half")));

    assertThat(response.getError()).isEmpty();
    assertThat(response.getBytesWritten()).isEqualTo(9);
    assertThat(data.resolve("c_3.ec00")).hasContent("half half");
    assertThat(peer.files(3)).containsExactly("c_3.ec00");
  }

  @Test
  void aVolumeThatIsNotServedIsStaged() throws Exception {
    ReceiveFileInfo.Builder info = shard().setExt(".dat").setIsEcVolume(false).setDiskType("hdd");

    assertThat(send(List.of(info(info), content("data"))).getError()).isEmpty();

    assertThat(peer.files(3)).containsExactly("c_3.dat.copying");
  }

  @Test
  void aFileBesideAServedVolumeArrives() throws Exception {
    peer.allocate(3);
    ReceiveFileInfo.Builder info = shard().setExt(".tmprecv").setIsEcVolume(false);

    assertThat(send(List.of(info(info), content("x"))).getBytesWritten()).isEqualTo(1);

    assertThat(data.resolve("c_3.tmprecv")).hasContent("x");
  }

  @Test
  void maintenanceTakesInNothing() {
    peer.fixture.node.store().changeState(0, true);

    assertThatThrownBy(() -> send(List.of(info(shard()), content("x"))))
        .hasMessageContaining("is in maintenance mode");
  }

  @Test
  void whoeverHangsUpLeavesNothing() throws Exception {
    ClientCallStreamObserver<ReceiveFileRequest> call = open();
    call.onNext(info(shard()));
    call.onNext(content("half"));
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !peer.files(3).isEmpty());
    assertThat(peer.files(3)).containsExactly("c_3.ec00.received-part");

    call.cancel("killed", null);

    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> peer.files(3).isEmpty());
  }

  @Test
  void lessThanWasPromisedIsNotTaken() throws Exception {
    ReceiveFileResponse response = send(List.of(info(shard().setFileSize(5)), content("four")));

    assertThat(response.getError()).isEqualTo("4 of 5 bytes of .ec00 came; send it again");
    assertThat(peer.files(3)).isEmpty();
  }

  @Test
  void theFileIsNamedFirstAndOnce() throws Exception {
    assertThat(send(List.of(content("x"))).getError()).isEqualTo("file info must be sent first");
  }

  @Test
  void aMessageOfNothingIsRefused() throws Exception {
    assertThat(send(List.of(ReceiveFileRequest.getDefaultInstance())).getError())
        .isEqualTo("unknown message type");
  }

  @Test
  void aSecondNameIsRefused() throws Exception {
    assertThat(send(List.of(info(shard()), info(shard()))).getError())
        .isEqualTo("file info was sent before");
    assertThat(peer.files(3)).isEmpty();
  }

  @Test
  void aDirectoryThatIsNotHereIsRefused() throws Exception {
    assertThat(send(List.of(info(shard().setDiskId(7)))).getError())
        .isEqualTo("invalid disk_id 7: only have 1 disks");
  }

  @Test
  void amongSeveralDirectoriesAShardGoesWhereItIsSentOrWhereItsIndexLies(@TempDir Path room)
      throws Exception {
    peer.close();
    List<Path> disks = List.of(room.resolve("a"), room.resolve("b"), room.resolve("c"));
    peer = new MovePeer(disks);

    assertThat(send(List.of(info(shard().setDiskId(2)), content("2"))).getError()).isEmpty();
    assertThat(disks.get(2).resolve("c_3.ec00")).hasContent("2");

    assertThat(send(List.of(info(shard().setExt(".ec01")), content("any"))).getError()).isEmpty();
    assertThat(disks.getFirst().resolve("c_3.ec01")).hasContent("any");

    Files.createFile(disks.get(1).resolve("c_3.ecx"));
    assertThat(send(List.of(info(shard().setExt(".ec02")), content("by"))).getError()).isEmpty();
    assertThat(disks.get(1).resolve("c_3.ec02")).hasContent("by");
  }

  @ParameterizedTest
  @ValueSource(strings = {".dat", ".idx", ".vif", ".note", ".cpc"})
  void theFilesOfAServedVolumeAreNotReplaced(String extension) throws Exception {
    peer.allocate(3);
    ReceiveFileInfo.Builder info = shard().setIsEcVolume(false).setExt(extension);

    assertThat(send(List.of(info(info), content("x"))).getError())
        .isEqualTo("volume 3 is served: its " + extension + " cannot be replaced");
  }

  @Test
  void aVolumeThatIsNotHereIsRefused() throws Exception {
    assertThat(send(List.of(info(shard().setIsEcVolume(false)))).getError())
        .isEqualTo("volume 3 not found");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/../x", "dat"})
  void namesThatLeadElsewhereAreRefused(String extension) throws Exception {
    assertThat(send(List.of(info(shard().setExt(extension)))).getError())
        .startsWith("invalid file extension");
  }
}
