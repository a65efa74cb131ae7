package atoll.bench.fast;

import atoll.bench.measure.Spread;
import atoll.fast.codec.Decoded;
import atoll.fast.codec.Decoder;
import atoll.fast.codec.Encoder;
import atoll.fast.codec.Message;
import atoll.fast.codec.MessageId;
import atoll.fast.codec.Meta;
import atoll.fast.codec.Protocol;
import atoll.fast.codec.Values;
import atoll.fast.json.Json;
import atoll.kit.Clock;
import atoll.kit.real.RealClock;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/// How many messages one thread encodes and decodes in a second. Confined.
final class CodecRun {

  private static final Clock CLOCK = new RealClock();
  private static final Duration WARM_UP = Duration.ofMillis(800);
  private static final Duration MEASURED = Duration.ofMillis(400);
  private static final int BATCH = 200;
  private static final int MAX_PAYLOAD = 64 << 20;

  private CodecRun() {}

  static void print(PrintStream output, int rounds) {
    output.printf("Codec, one thread, %d rounds, median (least to most):%n", rounds);
    print(output, rounds, "fastbench value", Json.parse("{\"value\":[0,1,2,3,4,5,6,7,8,9]}"));
    print(output, rounds, "Manta object of 1 KiB", mantaObject(1));
    print(output, rounds, "64 KiB of objects", mantaObject(64));
  }

  /// A moray record as sharkspotter sees them, or an array of such.
  private static Json mantaObject(int count) {
    StringBuilder text = new StringBuilder(count == 1 ? "" : "[");
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : ",")
          .append("{\"bucket\":\"manta\",\"key\":\"/00000000-aaaa/stor/directory/object-")
          .append(i)
          .append("\",\"_id\":114590,\"_etag\":\"7712D647\",\"_mtime\":1570611723074,\"value\":{")
          .append("\"contentLength\":1048576,\"contentMD5\":\"1B2M2Y8AsgTpgAmY7PhCfg==\",")
          .append("\"sharks\":[{\"datacenter\":\"dc1\",\"manta_storage_id\":\"1.stor.example\"},")
          .append(
              "{\"datacenter\":\"dc2\",\"manta_storage_id\":\"2.stor.example\"}],\"headers\":{},")
          .append("\"padding\":\"")
          .append("é".repeat(4))
          .append("x".repeat(620))
          .append("\"}}");
    }
    return Json.parse(text.append(count == 1 ? "" : "]").toString());
  }

  private static void print(PrintStream output, int rounds, String what, Json value) {
    Message message =
        new Message.Data(
            Protocol.V2,
            new MessageId(7),
            new Meta("findObjects", 1_457_475_515_355_000L),
            Values.of(value));
    int size = Encoder.encode(message).length;
    line(output, rounds, "encode " + what, size, () -> encode(message));
    ByteBuffer stream = ByteBuffer.allocate(size * BATCH);
    for (int i = 0; i < BATCH; i++) {
      stream.put(Encoder.encode(message));
    }
    line(output, rounds, "decode " + what, size, () -> decode(stream.flip()));
  }

  private static long encode(Message message) {
    long bytes = 0;
    for (int i = 0; i < BATCH; i++) {
      bytes += Encoder.encode(message).length;
    }
    return bytes;
  }

  private static long decode(ByteBuffer stream) {
    Decoder decoder = new Decoder(MAX_PAYLOAD);
    long bytes = 0;
    while (decoder.next(stream) instanceof Message.Data data) {
      bytes += data.values().sizeBytes();
    }
    if (!(decoder.next(stream) instanceof Decoded.NeedMore)) {
      throw new AssertionError("the codec does not read what it wrote");
    }
    return bytes;
  }

  private static void line(
      PrintStream output, int rounds, String what, int size, LongSupplier batch) {
    var _ = perSecond(batch, WARM_UP);
    Spread spread = new Spread(10, 0);
    for (int round = 0; round < rounds; round++) {
      spread.add(perSecond(batch, MEASURED));
    }
    output.printf(
        Locale.ROOT,
        "%-40s %s messages/s  %7.0f MB/s  (%d bytes each)%n",
        what,
        spread,
        spread.median() * size / 1e6,
        size);
  }

  private static double perSecond(LongSupplier batch, Duration time) {
    long begin = CLOCK.nanos();
    long messages = 0;
    long bytes = 0;
    long passed;
    do {
      bytes += batch.getAsLong();
      messages += BATCH;
      passed = CLOCK.nanos() - begin;
    } while (passed < time.toNanos());
    if (bytes == 0) {
      throw new AssertionError("nothing was coded");
    }
    return messages * 1e9 / passed;
  }
}
