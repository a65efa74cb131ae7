package atoll.cueballpostgres;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A root, a server's certificate from it for the host `localhost`, and another root, made with the
/// JDK's keytool. Immutable.
final class Certificates {

  private static final String PASSWORD = "changeit";
  private static final String LOCALHOST = "san=dns:localhost";

  final Path root;
  final Path otherRoot;
  final Path server;
  final Path serverKey;
  private final Path folder;

  Certificates(Path folder) throws IOException, GeneralSecurityException, InterruptedException {
    this.folder = folder;
    root = folder.resolve("root.crt");
    otherRoot = folder.resolve("other-root.crt");
    server = folder.resolve("server.crt");
    serverKey = folder.resolve("server.key");
    generate("root", "bc:c");
    generate("other", "bc:c");
    generate("server", LOCALHOST);
    Path request = folder.resolve("server.csr");
    keytool("server", "-certreq", "-file", request.toString());
    keytool(
        "root",
        "-gencert",
        "-infile",
        request.toString(),
        "-outfile",
        server.toString(),
        "-ext",
        LOCALHOST,
        "-rfc");
    write(root, "CERTIFICATE", certificate("root").getEncoded());
    write(otherRoot, "CERTIFICATE", certificate("other").getEncoded());
    byte[] key = store("server").getKey("server", PASSWORD.toCharArray()).getEncoded();
    Files.createFile(
        serverKey,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    write(serverKey, "PRIVATE KEY", key);
  }

  private void generate(String name, String extension) throws IOException, InterruptedException {
    keytool(
        name,
        "-genkeypair",
        "-keyalg",
        "EC",
        "-dname",
        "CN=" + name,
        "-validity",
        "2",
        "-ext",
        extension);
  }

  private void keytool(String name, String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
    command.addAll(Arrays.asList(arguments));
    command.addAll(
        List.of(
            "-alias",
            name,
            "-keystore",
            folder.resolve(name + ".p12").toString(),
            "-storepass",
            PASSWORD));
    Path output = folder.resolve("keytool.out");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new AssertionError(command + " failed: " + Files.readString(output));
    }
  }

  private Certificate certificate(String name) throws IOException, GeneralSecurityException {
    return store(name).getCertificate(name);
  }

  private KeyStore store(String name) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream input = Files.newInputStream(folder.resolve(name + ".p12"))) {
      store.load(input, PASSWORD.toCharArray());
    }
    return store;
  }

  private static void write(Path file, String kind, byte[] content) throws IOException {
    Files.writeString(
        file,
        "-----BEGIN "
            + kind
            + "-----\n"
            + Base64.getMimeEncoder().encodeToString(content)
            + "\n-----END "
            + kind
            + "-----\n");
  }
}
