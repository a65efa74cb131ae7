package atoll.mkv.nginx;

import atoll.kit.Check;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The configuration by which stock nginx (with its DAV module, as distributions build it) is a
/// blob host, hardened: what is not a file at `/xx/yy/NAME` cannot be written, folders cannot be
/// removed, nginx's own files cannot be reached, symbolic links are not followed, and only the
/// addresses that are named may write. Clients that were redirected need to read only, and have a
/// listener of their own for that, which lists nothing and takes nothing.
///
/// nginx itself does not sync what it stores, does not check checksums, and answers 500 where the
/// disk is full. Immutable.
///
/// @param root the folder of files
/// @param own a folder for nginx's own files, on the same file system as the root, so that an
///   upload is renamed and not copied; below the root only with a name that begins with a dot
/// @param listen `ADDRESS:PORT`, or a port: for gateways
/// @param reading the same for clients that were redirected
/// @param writers addresses or networks that may PUT and DELETE
/// @param user the account of the workers, where nginx is started as root
public record NginxConfig(
    String root,
    String own,
    String listen,
    Optional<String> reading,
    List<String> writers,
    Optional<String> user) {

  public NginxConfig {
    writers = List.copyOf(writers);
    Check.that(!writers.isEmpty(), "somebody must be allowed to write");
    for (String word :
        List.of(
            root, own, listen, reading.orElse(""), String.join(" ", writers), user.orElse(""))) {
      Check.that(
          word.chars().allMatch(c -> c >= 0x20 && c != 0x7f && "\"'\\;{}$#".indexOf(c) < 0),
          () -> "this cannot stand in a configuration of nginx: " + word);
    }
  }

  /// For the containers of `compose.yml`: hosts on private networks may write.
  public static final NginxConfig FOR_CONTAINERS =
      new NginxConfig(
          "/data",
          "/data/.mkv/nginx",
          "8080",
          Optional.of("8081"),
          List.of("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"),
          Optional.empty());

  /// The text of the file.
  public String text() {
    return TEXT.replace("@READING@", reading.map(at -> READING.replace("@AT@", at)).orElse(""))
        .replace("@USER@", user.map(name -> "user " + name + ";\n").orElse(""))
        .replace("@ROOT@", root)
        .replace("@OWN@", own)
        .replace("@LISTEN@", listen)
        .replace("@FILE@", FILE)
        .replace(
            "@WRITERS@",
            writers.stream().map(each -> "allow " + each + "; ").collect(Collectors.joining()));
  }

  /// Files at `/xx/yy/NAME`.
  private static final String FILE =
      "^/[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/[A-Za-z0-9][A-Za-z0-9._=+-]*$";

  private static final String READING =
      """

        # For clients that were redirected: files can be read, and that is all.
        server {
          listen @AT@ backlog=4096;
          root "@ROOT@";
          disable_symlinks on from=$document_root;

          location / {
            return 404;
          }

          location ~ "@FILE@" {
            limit_except GET { deny all; }
          }
        }
      """;

  private static final String TEXT =
      """
      # A blob host of mkv on stock nginx. Made by: mkv host init DIR --id ID
      @USER@worker_processes auto;
      daemon off;
      pid "@OWN@/nginx.pid";
      error_log stderr warn;

      events {
        worker_connections 4096;
        accept_mutex off;
      }

      http {
        access_log off;
        log_not_found off;
        server_tokens off;
        default_type application/octet-stream;
        types { application/json json; }

        sendfile on;
        sendfile_max_chunk 1m;
        tcp_nopush on;
        open_file_cache off;
        keepalive_requests 1000000;
        client_max_body_size 0;

        # On the file system of the blobs: an upload ends with a rename.
        client_body_temp_path "@OWN@/body";
        proxy_temp_path "@OWN@/proxy";
        fastcgi_temp_path "@OWN@/fastcgi";
        uwsgi_temp_path "@OWN@/uwsgi";
        scgi_temp_path "@OWN@/scgi";

        server {
          listen @LISTEN@ backlog=4096;
          root "@ROOT@";
          disable_symlinks on from=$document_root;
          autoindex on;
          autoindex_format json;

          # Everything is read-only ...
          location / {
            limit_except GET { deny all; }
          }

          # ... nginx's own files are not there at all ...
          location ~ /\\. {
            return 404;
          }

          # ... and files at /xx/yy/NAME can be written, by those who may.
          location ~ "@FILE@" {
            dav_methods PUT DELETE;
            create_full_put_path on;
            min_delete_depth 3;
            dav_access user:rw group:rw all:r;
            limit_except GET { @WRITERS@deny all; }
          }
        }
      @READING@}
      """;
}
