package atoll.mkv.plan;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.http.HeaderList;
import atoll.http.Status;
import atoll.kit.Bytes;
import atoll.mkv.hosts.HostFailure;
import atoll.mkv.record.Checksums;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RefusalTest {

  private static final List<Refusal> ALL =
      List.of(
          new Refusal.BadKey("w"),
          new Refusal.KeyTooLong(5000),
          new Refusal.BadRequest("w"),
          new Refusal.WrongChecksum("MD5"),
          new Refusal.NoToken(),
          new Refusal.Denied(),
          new Refusal.Exists(),
          new Refusal.Protected(),
          new Refusal.Absent(),
          new Refusal.Lost(),
          new Refusal.NoSuchMethod(),
          new Refusal.BusyKey(),
          new Refusal.LengthRequired(),
          new Refusal.PreconditionFailed(),
          new Refusal.TooLarge(1),
          new Refusal.NoSuchRange(1),
          new Refusal.TooOften(Duration.ofMillis(1500)),
          new Refusal.NoQuorum(1, 2),
          new Refusal.NoHost(),
          new Refusal.Overloaded("w"),
          new Refusal.NoSpace(),
          new Refusal.NotSupported("w"),
          new Refusal.HostFailed("w", 502),
          new Refusal.IndexFailed());

  @Test
  void hasAStatusACodeAndASentenceEach() {
    Set<String> codes = new HashSet<>();
    Set<Class<?>> kinds = new HashSet<>();
    for (Refusal refusal : ALL) {
      assertThat(Status.reason(refusal.status())).isNotEmpty();
      assertThat(codes.add(refusal.code())).as(refusal.code()).isTrue();
      assertThat(refusal.code()).matches("[a-z_]+");
      assertThat(refusal.message()).isNotEmpty();
      kinds.add(refusal.getClass());
    }
    assertThat(kinds).containsExactlyInAnyOrder(Refusal.class.getPermittedSubclasses());
  }

  @Test
  void saysWhenToTryAgain() {
    assertThat(new Refusal.TooOften(Duration.ofMillis(1500)).retryAfterSeconds()).isEqualTo(2);
    assertThat(new Refusal.TooOften(Duration.ofMillis(1)).retryAfterSeconds()).isEqualTo(1);
    assertThat(new Refusal.NoQuorum(0, 1).retryAfterSeconds()).isPositive();
    assertThat(new Refusal.Absent().retryAfterSeconds()).isZero();
  }

  @Test
  void everyFailureOfAHostAnswersItsFourQuestions() {
    List<HostFailure> failures =
        List.of(
            new HostFailure.Connect("d"),
            new HostFailure.Dns("d"),
            new HostFailure.Tls("d"),
            new HostFailure.Timeout(HostFailure.Phase.CONNECT),
            new HostFailure.Status(500),
            new HostFailure.NotFound(),
            new HostFailure.NoSpace(),
            new HostFailure.ReadOnly(),
            new HostFailure.ChecksumMismatch(),
            new HostFailure.ShortBody(2, 1),
            new HostFailure.Protocol("d"),
            new HostFailure.Cancelled(),
            new HostFailure.WrongHost("v2"),
            new HostFailure.Busy());
    List<String> rows = new ArrayList<>();
    Set<Class<?>> kinds = new HashSet<>();
    for (HostFailure failure : failures) {
      kinds.add(failure.getClass());
      rows.add(
          failure.kind()
              + (failure.isRetryable() ? " retry" : "")
              + (failure.countsAgainstHealth() ? " health" : "")
              + (failure.isNothingWritten() ? " nothing" : "")
              + (failure.isPerhapsUnderWay() ? " underway" : "")
              + " "
              + failure.clientStatus());
    }
    assertThat(kinds).containsExactlyInAnyOrder(HostFailure.class.getPermittedSubclasses());
    assertThat(rows)
        .containsExactly(
            "connect retry health nothing 502",
            "dns retry health nothing 502",
            "tls health nothing 502",
            "timeout retry health nothing 504",
            "status retry health 502",
            "not_found nothing 502",
            "no_space health 507",
            "read_only health nothing 503",
            "checksum health 502",
            "short_body retry health 502",
            "protocol retry health underway 502",
            "cancelled underway 503",
            "wrong_host health nothing 502",
            "busy retry nothing 503");
  }

  private static final Checksums FOUND =
      new Checksums(0x01020304, Bytes.of(new byte[32]), Optional.empty());

  private static String compared(String name, String value) {
    HeaderList headers = new HeaderList();
    headers.add(name, value);
    return switch (BodyClaims.of(headers)) {
      case BodyClaims.Reading.Wrong wrong -> wrong.why().code();
      case BodyClaims.Reading.Asked asked ->
          asked
              .checks()
              .compare(FOUND, Optional.of(Bytes.of(new byte[16])))
              .map(Refusal::code)
              .orElse("fits");
    };
  }

  @Test
  void readsEveryWayToSayAChecksum() {
    String zeros = "A".repeat(43) + "=";
    assertThat(compared("Content-MD5", "0".repeat(32))).isEqualTo("fits");
    assertThat(compared("Content-MD5", "A".repeat(22) + "==")).isEqualTo("fits");
    assertThat(compared("Content-MD5", "1".repeat(32))).isEqualTo("wrong_checksum");
    assertThat(compared("Content-MD5", "nonsense")).isEqualTo("bad_request");
    assertThat(compared("Repr-Digest", "sha-512=:x:, sha-256=:" + zeros + ":")).isEqualTo("fits");
    assertThat(compared("Content-Digest", "sha-256=:B" + zeros.substring(1) + ":"))
        .isEqualTo("wrong_checksum");
    assertThat(compared("x-amz-checksum-sha256", zeros)).isEqualTo("fits");
    assertThat(compared("x-amz-checksum-crc32c", "AQIDBA==")).isEqualTo("fits");
    assertThat(compared("x-amz-checksum-crc32c", "AQIDBQ==")).isEqualTo("wrong_checksum");
  }

  /// The model stored the framing as if it were the value.
  @Test
  void refusesBodiesThatAreFramedInChunksOfTheirOwn() {
    assertThat(compared("Content-Encoding", "aws-chunked")).isEqualTo("not_supported");
    assertThat(compared("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"))
        .isEqualTo("not_supported");
  }

  @Test
  void bucketsGiveABurstAndThenARate() {
    TokenBucket bucket = TokenBucket.full(3, 0);
    for (int taken = 0; taken < 3; taken++) {
      TokenBucket.Taken took = bucket.take(2, 3, 0);
      assertThat(took.pause()).isEmpty();
      bucket = took.left();
    }
    assertThat(bucket.take(2, 3, 0).pause()).contains(Duration.ofMillis(500));
    assertThat(bucket.take(2, 3, 500_000_000).pause()).isEmpty();
    TokenBucket later = bucket.take(2, 3, 3_600_000_000_000L).left();
    assertThat(later.tokens()).isEqualTo(2);
  }
}
