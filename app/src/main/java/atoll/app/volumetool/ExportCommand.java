package atoll.app.volumetool;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.volume.VolumePaths;
import atoll.volume.needle.NeedleMeta;
import atoll.volume.offline.ListedRecord;
import atoll.volume.offline.RecordList;
import atoll.volume.offline.Survey;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `export`: gets the live needles out.
@Command(
    name = "export",
    description = {
      "Writes the live needles of a volume to a tar archive or a directory, in the order of its"
          + " file. Damaged ones are told of and left out. Changes nothing about the volume."
    })
final class ExportCommand implements Callable<Integer> {

  private static final int STREAM_BYTES = 1 << 16;
  private static final byte[] GZIP = {0x1f, (byte) 0x8b};

  @Spec private CommandSpec spec;

  @Mixin private VolumeArguments arguments;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE|DIR",
      required = true,
      description = "A file that ends in .tar, - for a tar on standard output, else a directory.")
  private String output = "";

  @Option(
      names = {"--name-format", "--fileNameFormat"},
      paramLabel = "FORMAT",
      defaultValue = ExportName.USUAL,
      description =
          "What files are called (${DEFAULT-VALUE}); there are {{.Id}}, {{.Name}}, {{.Ext}},"
              + " {{.Key}} and {{.Mime}}.")
  private String format = ExportName.USUAL;

  @Option(
      names = "--newer",
      paramLabel = "TIME",
      description =
          "Only needles modified at this time or later, as 2026-01-31T12:00:00 in local time or"
              + " with a zone; those without a time are exported.")
  private @Nullable String newer;

  @Option(names = "--limit", paramLabel = "N", description = "The first N needles alone (all).")
  private long limit = Long.MAX_VALUE;

  @Override
  public Integer call() throws IOException {
    long newerThan = newerThan();
    try (Workbench bench = new Workbench(spec, arguments)) {
      if (arguments.volumes(bench.disk()).size() != 1) {
        throw new ParameterException(
            spec.commandLine(), "export one volume at a time: name its file");
      }
      if (output.equals("-")) {
        // Closed by nobody: it is the process's own.
        FileOutputStream standard = new FileOutputStream(FileDescriptor.out);
        return export(bench, tar(standard), newerThan);
      }
      Path path = Path.of(output);
      if (!output.endsWith(".tar")) {
        return export(bench, new DirectoryTarget(path), newerThan);
      }
      return exportTar(bench, path, newerThan);
    }
  }

  /// The archive gets its name once it is whole.
  private int exportTar(Workbench bench, Path path, long newerThan) throws IOException {
    Path hidden = path.resolveSibling(path.getFileName() + ".part");
    int code;
    try (TarTarget target = tar(Files.newOutputStream(hidden))) {
      code = export(bench, target, newerThan);
    }
    if (code == 0 || code == Fault.CORRUPT.exitCode()) {
      Files.move(hidden, path, StandardCopyOption.REPLACE_EXISTING);
    } else {
      Files.delete(hidden);
    }
    return code;
  }

  private static TarTarget tar(OutputStream out) {
    return new TarTarget(new BufferedOutputStream(out, STREAM_BYTES));
  }

  private long newerThan() {
    String text = newer;
    if (text == null) {
      return Long.MIN_VALUE;
    }
    try {
      return text.endsWith("Z") || text.matches(".*[+-][0-9]{2}:[0-9]{2}")
          ? OffsetDateTime.parse(text).toEpochSecond()
          : LocalDateTime.parse(text).atZone(ZoneId.systemDefault()).toEpochSecond();
    } catch (DateTimeParseException _) {
      throw new ParameterException(
          spec.commandLine(),
          "\"" + text + "\" is no time; write it as 2026-01-31T12:00:00 or 2026-01-31T12:00:00Z");
    }
  }

  private int export(Workbench bench, ExportTarget target, long newerThan) {
    return bench.forEach(paths ->
        bench.survey(
            paths,
            finding -> bench.err().println(finding),
            survey -> export(bench, paths, survey, target, newerThan)));
  }

  private int export(
      Workbench bench, VolumePaths paths, Survey survey, ExportTarget target, long newerThan) {
    long[] exported = {0};
    try {
      RecordList list = new RecordList(survey);
      ExportName name = new ExportName(format);
      list.forEach(
          record -> {
            if (record instanceof ListedRecord.Needle needle && isWanted(needle, newerThan)) {
              if (exported[0] >= limit) {
                return false;
              }
              exported[0]++;
              one(paths, list, needle, name, target);
            }
            return true;
          },
          bench.progress());
      target.finish();
    } catch (UncheckedIOException e) {
      throw failed(Objects.requireNonNull(e.getCause(), "it has one"));
    } catch (IOException e) {
      throw failed(e);
    }
    bench.err().println("volume %s: %d needles exported".formatted(paths.name(), exported[0]));
    return survey.damaged().isEmpty() ? 0 : Fault.CORRUPT.exitCode();
  }

  private AtollException failed(IOException cause) {
    return cause instanceof FileAlreadyExistsException
        ? new AtollException(
            Fault.CONFLICT,
            cause.getMessage()
                + " exists already; export to another directory, or have {{.Id}} in the format",
            cause)
        : new AtollException(Fault.IO, "write " + output + ": " + cause.getMessage(), cause);
  }

  private static boolean isWanted(ListedRecord.Needle needle, long newerThan) {
    var attributes = needle.meta().attributes();
    return needle.state() == ListedRecord.State.LIVE
        && needle.size() > 0
        && (!attributes.hasLastModified() || attributes.lastModifiedSeconds() >= newerThan);
  }

  private static void one(
      VolumePaths paths,
      RecordList list,
      ListedRecord.Needle needle,
      ExportName name,
      ExportTarget target) {
    NeedleMeta meta = needle.meta();
    boolean[] begun = {false};
    try {
      list.data(
          needle,
          chunk -> {
            try {
              if (!begun[0]) {
                begun[0] = true;
                begin(paths, meta, name, target, isGzip(chunk));
              }
              target.write(chunk);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
      if (!begun[0]) {
        begin(paths, meta, name, target, false);
      }
      target.end();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void begin(
      VolumePaths paths, NeedleMeta meta, ExportName name, ExportTarget target, boolean gzipped)
      throws IOException {
    long modified =
        meta.attributes().hasLastModified()
            ? meta.attributes().lastModifiedSeconds()
            : Instant.ofEpochSecond(0, meta.appendedNanos()).getEpochSecond();
    target.begin(
        name.of(paths.name().id(), meta, gzipped),
        meta.dataBytes(),
        meta.attributes().mime().toUtf8(),
        modified);
  }

  private static boolean isGzip(ByteBuffer chunk) {
    return chunk.remaining() > 1
        && chunk.get(chunk.position()) == GZIP[0]
        && chunk.get(chunk.position() + 1) == GZIP[1];
  }
}
