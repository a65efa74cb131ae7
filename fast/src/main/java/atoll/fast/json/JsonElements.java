package atoll.fast.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;

/// Walks an array without keeping more than one element. Confined to whoever asked for it.
final class JsonElements implements Iterator<Json> {

  private final Json array;
  private final JsonParser parser;
  private boolean done;

  JsonElements(Json array) {
    this.array = array;
    try {
      parser = array.parser();
      parser.nextToken();
      parser.nextToken();
      noteEnd();
    } catch (IOException e) {
      throw broken(e);
    }
  }

  private void noteEnd() throws IOException {
    if (parser.currentToken() == JsonToken.END_ARRAY) {
      done = true;
      parser.close();
    }
  }

  @Override
  public boolean hasNext() {
    return !done;
  }

  @Override
  public Json next() {
    if (done) {
      throw new NoSuchElementException("behind the last element");
    }
    try {
      Json element = JsonSlices.take(array, parser);
      noteEnd();
      return element;
    } catch (IOException e) {
      throw broken(e);
    }
  }

  private static UncheckedIOException broken(IOException e) {
    return new UncheckedIOException("an array that was checked does not parse", e);
  }
}
