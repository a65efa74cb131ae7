package atoll.http.client;

import atoll.http.BlockingReader;
import atoll.http.Headers;

/// A [ClientResponse] for threads that may wait. Confined to its thread.
public final class BlockingResponse implements AutoCloseable {

  private final ClientResponse response;
  private final BlockingReader body;

  public BlockingResponse(ClientResponse response) {
    this.response = response;
    this.body = new BlockingReader(response.body());
  }

  public int status() {
    return response.status();
  }

  public Headers headers() {
    return response.headers();
  }

  public BlockingReader body() {
    return body;
  }

  @Override
  public void close() {
    response.close();
  }
}
