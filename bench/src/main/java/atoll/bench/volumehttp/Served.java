package atoll.bench.volumehttp;

import atoll.bench.measure.Measured;
import atoll.bench.measure.Nginx;
import atoll.sim.net.FreePorts;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A server as a process, with a master of its own if it needs one. Confined to one thread.
final class Served implements AutoCloseable {

  static final int SMALL = 1000;
  static final int SMALL_BYTES = 1024;
  static final int FIRST_LARGE = 900_001;
  static final int LARGE = 4;
  static final int LARGE_BYTES = 8 << 20;

  private static final int SERVER_CORE = 0;
  private static final int MASTER_CORE = 1;
  private static final int ASSIGNMENTS = 32;
  private static final int GRPC_ABOVE = 10_000;
  private static final int READ_MILLIS = 300_000;
  private static final long START_NANOS = 60_000_000_000L;
  private static final Pattern VOLUME = Pattern.compile("\"fid\" *: *\"(\\d+),");

  private final String name;
  private final int port;
  private final Measured process;
  private final @Nullable Measured master;
  private final String volumes;

  private Served(
      String name, int port, Measured process, @Nullable Measured master, String volumes) {
    this.name = name;
    this.port = port;
    this.process = process;
    this.master = master;
    this.volumes = volumes;
  }

  /// A volume server and a master of ours that knows it alone.
  static Served volumeServer(String name, List<String> program, Path home, Path folder)
      throws IOException {
    Path data = Files.createDirectories(folder.resolve("data"));
    int masterPort = freePort();
    int port = freePort();
    Measured master =
        Measured.start(
            MASTER_CORE,
            List.of(
                home.resolve("atoll").toString(),
                "master",
                "--port",
                "" + masterPort,
                "--data",
                folder.resolve("master").toString()),
            folder.resolve("master.log"));
    @Nullable Measured server = null;
    try {
      String masterAt = "127.0.0.1:" + masterPort;
      awaitAnswer(masterPort, "/dir/status");
      server =
          Measured.start(
              SERVER_CORE, command(program, port, masterAt, data), folder.resolve("server.log"));
      String volumes = awaitVolumes(masterPort);
      Served served = new Served(name, port, server, master, volumes);
      served.fill();
      return served;
    } catch (IOException | RuntimeException failed) {
      if (server != null) {
        server.close();
      }
      master.close();
      throw failed;
    }
  }

  private static List<String> command(List<String> program, int port, String masterAt, Path data) {
    List<String> command = new ArrayList<>(program);
    command.addAll(List.of("--port", "" + port, "--ip", "127.0.0.1", "--master", masterAt));
    command.addAll(List.of("--dir", data.toString(), "--max", "16", "--preStopSeconds", "0"));
    return command;
  }

  /// nginx with the blobs as files.
  static Served nginx(Path folder) throws IOException {
    Path root = Files.createDirectories(folder.resolve("root"));
    Random random = new Random(1);
    for (int key = 1; key <= SMALL; key++) {
      Files.write(root.resolve(path("1", key)), bytes(random, SMALL_BYTES));
    }
    for (int i = 0; i < LARGE; i++) {
      Files.write(root.resolve(path("1", FIRST_LARGE + i)), bytes(random, LARGE_BYTES));
    }
    int port = FreePorts.one();
    return new Served("nginx", port, Nginx.start(SERVER_CORE, root, folder, port), null, "1");
  }

  String name() {
    return name;
  }

  int port() {
    return port;
  }

  String volumes() {
    return volumes;
  }

  boolean writes() {
    return master != null;
  }

  Measured process() {
    return process;
  }

  private void fill() throws IOException {
    Random random = new Random(1);
    for (int key = 1; key <= SMALL; key++) {
      put(key, bytes(random, SMALL_BYTES));
    }
    for (int key = FIRST_LARGE; key < FIRST_LARGE + LARGE; key++) {
      put(key, bytes(random, LARGE_BYTES));
    }
  }

  /// Writes a needle to the volume that its key falls on.
  void put(int key, byte[] body) throws IOException {
    List<String> all = List.of(volumes.split(",", -1));
    put(path(all.get(key % all.size()), key), body);
  }

  private void put(String path, byte[] body) throws IOException {
    HttpURLConnection connection = open(port, "/" + path);
    connection.setRequestMethod("PUT");
    connection.setDoOutput(true);
    connection.setFixedLengthStreamingMode(body.length);
    connection.setRequestProperty("Content-Type", "application/octet-stream");
    try (OutputStream out = connection.getOutputStream()) {
      out.write(body);
    }
    if (connection.getResponseCode() != 201) {
      throw new IOException(name + " answered a write with " + connection.getResponseCode());
    }
    try (InputStream in = connection.getInputStream()) {
      in.readAllBytes();
    }
  }

  private static String path(String volume, int key) {
    return volume + "," + Integer.toHexString(key) + Wrk.COOKIE;
  }

  private static byte[] bytes(Random random, int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  /// A port whose neighbour for gRPC is free too.
  private static int freePort() throws IOException {
    Random random = new Random();
    for (int attempt = 0; attempt < 100; attempt++) {
      int port = 20_000 + random.nextInt(10_000);
      if (isFree(port) && isFree(port + GRPC_ABOVE)) {
        return port;
      }
    }
    throw new IOException("no two free ports with " + GRPC_ABOVE + " between them");
  }

  private static boolean isFree(int port) {
    try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  private static HttpURLConnection open(int port, String path) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
    connection.setConnectTimeout(5_000);
    connection.setReadTimeout(READ_MILLIS);
    return connection;
  }

  private static String awaitAnswer(int port, String path) throws IOException {
    long end = System.nanoTime() + START_NANOS;
    while (true) {
      try (InputStream in = open(port, path).getInputStream()) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException notYet) {
        if (System.nanoTime() > end) {
          throw notYet;
        }
        LockSupport.parkNanos(50_000_000);
      }
    }
  }

  /// The volumes that assignments of the master fall on.
  private static String awaitVolumes(int masterPort) throws IOException {
    long end = System.nanoTime() + START_NANOS;
    SortedSet<String> volumes = new TreeSet<>();
    for (int i = 0; i < ASSIGNMENTS; ) {
      String answer = awaitAnswer(masterPort, "/dir/assign");
      Matcher matcher = VOLUME.matcher(answer);
      if (matcher.find()) {
        volumes.add(matcher.group(1));
        i++;
      } else if (System.nanoTime() > end) {
        throw new IOException("the master assigned nothing: " + answer);
      } else {
        LockSupport.parkNanos(50_000_000);
      }
    }
    return String.join(",", volumes);
  }

  @Override
  public void close() throws IOException {
    try {
      process.close();
    } finally {
      if (master != null) {
        master.close();
      }
    }
  }
}
