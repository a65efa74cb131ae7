package atoll.volumeserver.blob;

import atoll.volume.NeedleBody;
import java.nio.ByteBuffer;

/// What was gathered in a file. Waits; closing does nothing.
final class SpoolSource implements Source {

  private final NeedleBody.InFile body;

  SpoolSource(NeedleBody.InFile body) {
    this.body = body;
  }

  @Override
  public long length() {
    return body.bytes();
  }

  @Override
  public boolean readNow(long at, ByteBuffer target) {
    return false;
  }

  @Override
  public void read(long at, ByteBuffer target) {
    body.file().readAt(at, target);
  }

  @Override
  public void peek(long at, ByteBuffer target) {
    body.file().readAt(at, target);
  }

  @Override
  public void close() {}
}
