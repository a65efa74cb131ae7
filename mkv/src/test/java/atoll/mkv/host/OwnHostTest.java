package atoll.mkv.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.http.client.ClientBody;
import atoll.http.client.ClientRequest;
import atoll.kit.AtollException;
import atoll.kit.Bytes;
import atoll.kit.Fault;
import atoll.kit.count.Registry;
import atoll.kit.net.Endpoint;
import atoll.kit.real.RealRandomness;
import atoll.mkv.hosts.HostFailure;
import atoll.mkv.key.HostId;
import atoll.mkv.record.Sidecar;
import atoll.sim.RecordingEvents;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Our own host keeps the contract, and does what nginx does not.
class OwnHostTest extends BlobHostContract {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final RecordingEvents events = new RecordingEvents();
  private @Nullable BlobHost host;

  @Override
  Endpoint start(Path of, Endpoint reading) {
    return start(of, Optional.of(reading), HostLimits.USUAL.withFloorBytes(0));
  }

  private Endpoint start(Path of, Optional<Endpoint> reading, HostLimits limits) {
    BlobHost started =
        BlobHost.start(
            of,
            new BlobHost.Doors(new Endpoint("127.0.0.1", 0), reading),
            limits,
            loops,
            new BlobHost.Seams(disk, CLOCK, new RealRandomness(), runner, events),
            new HostCounts.Page(new Registry()));
    host = started;
    return started.local();
  }

  @Override
  void stop() {
    BlobHost running = host;
    if (running != null) {
      running.close();
    }
  }

  private static String base64(String algorithm, String content) throws Exception {
    return Base64.getEncoder()
        .encodeToString(
            MessageDigest.getInstance(algorithm).digest(content.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void blobAndSidecarComeInOneRequest() {
    Sidecar sidecar = Given.sidecar("/hello", 9, Given.bytes("hello"));
    String text = Base64.getEncoder().encodeToString(sidecar.encode().toArray());
    Answer answer = put(sidecar.blobName().path(), "hello", "X-Mkv-Sidecar", text);
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.field("X-Mkv-Sidecar")).isEqualTo("stored");
    assertThat(get(sidecar.blobName().path()).body()).isEqualTo("hello");
    assertThat(get(sidecar.blobName().sidecarPath()).body()).isEqualTo(sidecar.encode().toUtf8());
  }

  @Test
  void gatewayStoresBothWithOneRequest() throws Exception {
    storeAndRead();
    BlobHost running = host;
    assertThat(running == null ? -1 : running.counts().changes()).isEqualTo(1);
  }

  @Test
  void blobThatIsNotWhatItsSidecarSaysIsRefusedWithIt() {
    Sidecar sidecar = Given.sidecar("/hello", 9, Given.bytes("hello"));
    String text = Base64.getEncoder().encodeToString(sidecar.encode().toArray());
    assertThat(put(sidecar.blobName().path(), "hellO", "X-Mkv-Sidecar", text).status())
        .isEqualTo(422);
    assertThat(get(sidecar.blobName().path()).status()).isEqualTo(404);
    assertThat(get(sidecar.blobName().sidecarPath()).status()).isEqualTo(404);
  }

  @Test
  void sidecarOfAnotherBlobIsRefused() {
    Sidecar sidecar = Given.sidecar("/hello", 9, Given.bytes("hello"));
    String text = Base64.getEncoder().encodeToString(sidecar.encode().toArray());
    assertThat(put("/aa/bb/n", "hello", "X-Mkv-Sidecar", text).status()).isEqualTo(400);
    assertThat(put(sidecar.blobName().path(), "hello", "X-Mkv-Sidecar", "!").status())
        .isEqualTo(400);
  }

  @Test
  void bodyIsComparedWithTheChecksumsOfItsHead() throws Exception {
    assertThat(put("/aa/bb/n", "hello", "Content-MD5", base64("MD5", "hello")).status())
        .isEqualTo(201);
    assertThat(put("/aa/bb/n", "hellO", "Content-MD5", base64("MD5", "hello")).status())
        .isEqualTo(422);
    String digest = "sha-256=:" + base64("SHA-256", "hello") + ":";
    assertThat(put("/aa/bb/n", "hello", "Repr-Digest", digest).status()).isEqualTo(204);
    assertThat(put("/aa/bb/n", "hellO", "Repr-Digest", digest).status()).isEqualTo(422);
    assertThat(put("/aa/bb/n", "hellO", "X-Mkv-Crc32c", "00000000").status()).isEqualTo(422);
    assertThat(put("/aa/bb/n", "hellO", "Content-MD5", "c2hvcnQ=").status()).isEqualTo(400);
    assertThat(get("/aa/bb/n").body()).isEqualTo("hello");
  }

  @Test
  void answerTellsTheChecksumOfWhatWasStored() {
    // The check value of CRC-32C.
    assertThat(put("/aa/bb/n", "123456789").field("X-Mkv-Crc32c")).isEqualTo("e3069283");
    assertThat(put("/aa/bb/n", "123456789", "X-Mkv-Crc32c", "e3069283").status()).isEqualTo(204);
  }

  /// That tells nothing against its health, or load would make a host go down.
  @Test
  void oneUploadTooManyIsToldToComeAgain() throws Exception {
    stop();
    HostLimits usual = HostLimits.USUAL;
    Endpoint narrow =
        start(
            root,
            Optional.empty(),
            new HostLimits(
                1,
                usual.pieceBytes(),
                0,
                usual.diskThreads(),
                usual.waitingCount(),
                usual.groupCount(),
                usual.changeTime()));
    try (Socket first = new Socket(InetAddress.getLoopbackAddress(), narrow.port())) {
      first
          .getOutputStream()
          .write(
              "PUT /aa/bb/one HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf"
                  .getBytes(StandardCharsets.UTF_8));
      Awaitility.await().atMost(PATIENCE).until(() -> status(narrow, "/aa/bb/two") == 503);
    }
    Awaitility.await().atMost(PATIENCE).until(() -> status(narrow, "/aa/bb/two") / 100 == 2);
    assertThat(new HostFailure.Busy().countsAgainstHealth()).isFalse();
  }

  private int status(Endpoint door, String path) {
    var request = ClientRequest.of(door, "PUT", path, new ClientBody.Whole(Bytes.utf8("x")));
    try (var answer = client.send(request, soon())) {
      assertThat(answer.headers().has("Retry-After")).isEqualTo(answer.status() == 503);
      return answer.status();
    }
  }

  @Test
  void partOfTheDiskStaysFree() {
    stop();
    long free = disk.space(root).usableBytes();
    Endpoint other = start(root, Optional.empty(), HostLimits.USUAL.withFloorBytes(free * 2));
    var request = ClientRequest.of(other, "PUT", "/aa/bb/n", new ClientBody.Whole(Bytes.utf8("x")));
    try (var answer = client.send(request, soon())) {
      assertThat(answer.status()).isEqualTo(507);
    }
    assertThat(events.of(BlobHostEvent.NoRoom.class)).hasSize(1);
  }

  @Test
  void uploadThatBrokeOffIsRemovedFromTheDisk() throws Exception {
    breakOff();
    Path uploads = new HostFolders(root).uploads();
    Awaitility.await().atMost(PATIENCE).until(() -> disk.list(uploads).isEmpty());
  }

  @Test
  void rootThatVanishedTakesNothingAndSaysNoIdentity() throws IOException {
    Files.move(root, folder.resolve("unmounted"));
    Files.createDirectory(root);
    assertThat(get("/mkv-host.json").status()).isEqualTo(404);
    assertThat(put("/aa/bb/n", "x").status()).isEqualTo(404);
    try (var left = Files.list(root)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void folderIsServedByOneHostAlone() {
    assertThatThrownBy(() -> start(root, Optional.empty(), HostLimits.USUAL))
        .isInstanceOfSatisfying(
            AtollException.class, e -> assertThat(e.fault()).isEqualTo(Fault.BUSY));
  }

  @Test
  void folderWithoutIdentityIsNoHost() {
    assertThatThrownBy(() -> start(folder, Optional.empty(), HostLimits.USUAL))
        .isInstanceOf(AtollException.class)
        .hasMessageContaining("mkv host init");
  }

  @Test
  void hostKeepsItsId() {
    assertThat(HostIdentity.init(disk, root, ID)).isFalse();
    assertThat(HostIdentity.read(disk, root)).isEqualTo(ID);
    assertThatThrownBy(() -> HostIdentity.init(disk, root, new HostId("v2")))
        .isInstanceOf(AtollException.class)
        .hasMessageContaining("is host v1 already");
  }

  @Test
  void newerIdentityIsRefused() throws IOException {
    Files.writeString(root.resolve("mkv-host.json"), "{ \"format\": 2, \"id\": \"v1\" }");
    assertThatThrownBy(() -> HostIdentity.read(disk, root))
        .isInstanceOfSatisfying(
            AtollException.class, e -> assertThat(e.fault()).isEqualTo(Fault.UNSUPPORTED));
  }
}
