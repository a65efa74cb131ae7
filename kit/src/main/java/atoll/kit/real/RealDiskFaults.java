package atoll.kit.real;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/// Words what the operating system refused, as [atoll.kit.disk.Disk] promises it.
final class RealDiskFaults {

  /// The JDK hands on only the text for most error numbers; these are glibc's, the BSDs' and macOS'
  /// words for those that have a fault of their own.
  private static final Map<String, Fault> BY_TEXT =
      Map.of(
          "No space left on device", Fault.NO_SPACE,
          "There is not enough space on the disk", Fault.NO_SPACE,
          "Disk quota exceeded", Fault.NO_SPACE,
          "Disc quota exceeded", Fault.NO_SPACE,
          "Read-only file system", Fault.DENIED,
          "Operation not permitted", Fault.DENIED,
          "Too many open files", Fault.BUSY,
          "Is a directory", Fault.CONFLICT,
          "Not a directory", Fault.CONFLICT);

  private RealDiskFaults() {}

  static AtollException failed(String operation, Path path, IOException cause) {
    return new AtollException(fault(cause), operation + " " + path + ": " + reason(cause), cause);
  }

  static AtollException failed(
      String operation, Path path, long offset, long length, IOException cause) {
    return new AtollException(
        fault(cause),
        operation + " " + path + " at " + offset + ", " + length + " bytes: " + reason(cause),
        cause);
  }

  static Fault fault(IOException cause) {
    return switch (cause) {
      case PosixFailure failure -> PosixErrors.fault(failure.number());
      case NoSuchFileException _ -> Fault.NOT_FOUND;
      case FileAlreadyExistsException _ -> Fault.CONFLICT;
      case DirectoryNotEmptyException _ -> Fault.CONFLICT;
      case NotDirectoryException _ -> Fault.CONFLICT;
      case AccessDeniedException _ -> Fault.DENIED;
      default -> byText(reason(cause));
    };
  }

  private static Fault byText(String reason) {
    return BY_TEXT.entrySet().stream()
        .filter(row -> reason.contains(row.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(Fault.IO);
  }

  private static String reason(IOException cause) {
    return switch (cause) {
      case NoSuchFileException _ -> "no such file or directory";
      case FileAlreadyExistsException _ -> "exists already";
      case DirectoryNotEmptyException _ -> "the directory is not empty";
      case NotDirectoryException _ -> "not a directory";
      case AccessDeniedException _ -> "permission denied";
      case FileSystemException system when system.getReason() != null ->
          Objects.requireNonNull(system.getReason());
      default -> Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName());
    };
  }
}
