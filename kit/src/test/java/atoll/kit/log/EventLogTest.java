package atoll.kit.log;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.HandClock;
import atoll.kit.count.PrometheusText;
import atoll.kit.count.Registry;
import atoll.kit.event.CountingEvents;
import atoll.kit.event.Event;
import atoll.kit.event.EventField;
import atoll.kit.event.Events;
import atoll.kit.event.Level;
import atoll.kit.real.RealClock;
import atoll.kit.real.RealRunner;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventLogTest {

  private static final EventLogLimits LIMITS =
      new EventLogLimits(100, 2, Duration.ofSeconds(10), 60);

  private final HandClock clock = new HandClock();
  private final StringBuilder out = new StringBuilder();

  private record Happened(
      Level level, String code, String message, @Nullable Throwable cause, List<EventField> fields)
      implements Event {
    Happened(Level level, String code, String message) {
      this(level, code, message, null, List.of());
    }
  }

  @Test
  void printsOneLineOfText() {
    EventLog log = log(EventForm.TEXT);
    log.report(new Happened(Level.INFO, "volume.loaded", "volume 7 loaded"));
    log.print();
    assertThat(out).hasToString("2026-11-21T09:15:00.123Z INFO  volume.loaded volume 7 loaded\n");
  }

  @Test
  void printsFieldsAndTheChainOfCauses() {
    Throwable inner = new IOException("no room");
    Throwable outer = new IllegalStateException("cannot", inner);
    outer.setStackTrace(new StackTraceElement[] {new StackTraceElement("A", "b", "A.java", 3)});
    inner.setStackTrace(new StackTraceElement[0]);
    Event event =
        new Happened(
            Level.ERROR,
            "a.b",
            "m",
            outer,
            List.of(new EventField("volume", 7), new EventField("name", "x\"y")));
    EventLog wide =
        new EventLog(
            clock,
            out,
            EventForm.TEXT,
            Level.DEBUG,
            new EventLogLimits(9, 9, Duration.ofSeconds(1), 500));
    wide.report(event);
    wide.print();
    assertThat(out.toString())
        .endsWith(
            "ERROR a.b m [volume=7 name=x\"y] cause: java.lang.IllegalStateException: cannot"
                + " at A.b(A.java:3) caused by java.io.IOException: no room\n");
  }

  @Test
  void printsJson() {
    EventLog log = log(EventForm.JSON);
    log.report(
        new Happened(
            Level.WARN,
            "a.b",
            "say \"hi\"\\\n\u0007",
            null,
            List.of(
                new EventField("volume", 7),
                new EventField("offset_bytes", 1L << 40),
                new EventField("part", 0.5),
                new EventField("odd", Double.NaN),
                new EventField("whole", true),
                new EventField("file", "a\tb"))));
    log.print();
    assertThat(out)
        .hasToString(
            "{\"time\":\"2026-11-21T09:15:00.123Z\",\"level\":\"WARN\",\"code\":\"a.b\","
                + "\"message\":\"say \\\"hi\\\"\\\\\\n\\u0007\",\"fields\":{\"volume\":7,"
                + "\"offset_bytes\":1099511627776,\"part\":0.5,\"odd\":\"NaN\",\"whole\":true,"
                + "\"file\":\"a\\tb\"}}\n");
  }

  @Test
  void noTextCanPassForASecondLine() {
    EventLog log = log(EventForm.TEXT);
    log.report(new Happened(Level.INFO, "a", "one\ntwo\r\u001b[31m\u2028"));
    log.print();
    assertThat(out.toString()).endsWith("one\\ntwo\\r\\u001b[31m\\u2028\n");
  }

  @Test
  void cutsWhatIsTooLong() {
    EventLog log = log(EventForm.TEXT);
    log.report(new Happened(Level.INFO, "a", "x".repeat(1000)));
    log.print();
    assertThat(out.toString()).endsWith(" " + "x".repeat(60) + "…\n");
  }

  @Test
  void itsLevelChangesAtRunTime() {
    EventLog log = log(EventForm.TEXT);
    log.setLevel(Level.WARN);
    log.report(new Happened(Level.INFO, "quiet", "m"));
    log.report(new Happened(Level.WARN, "loud", "m"));
    log.setLevel(Level.DEBUG);
    log.report(new Happened(Level.DEBUG, "fine", "m"));
    log.print();
    assertThat(out.toString()).doesNotContain("quiet").contains("loud").contains("fine");
    assertThat(log.level()).isEqualTo(Level.DEBUG);
  }

  @Test
  void countsRepeatsAndSumsThemUpWhenTheirWindowEnds() {
    EventLog log = log(EventForm.TEXT);
    for (int read = 0; read < 50; read++) {
      log.report(new Happened(Level.WARN, "read.slow", "read " + read));
    }
    log.report(new Happened(Level.WARN, "other", "once"));
    log.print();
    assertThat(out.toString().lines())
        .hasSize(3)
        .anyMatch(line -> line.endsWith("read.slow read 1"));
    out.setLength(0);
    clock.advance(Duration.ofMillis(9_999));
    log.print();
    assertThat(out).isEmpty();
    clock.advance(Duration.ofMillis(1));
    log.print();
    assertThat(out.toString())
        .endsWith(
            " WARN  event.repeated 48 more of read.slow in 10000 ms, the last: read 49"
                + " [repeated=read.slow count=48]\n");
    out.setLength(0);
    log.report(new Happened(Level.WARN, "read.slow", "again"));
    log.print();
    assertThat(out.toString()).endsWith("read.slow again\n");
  }

  @Test
  void printsEveryEventForWhoeverFollowsSingleRequests() {
    EventLog log = log(EventForm.TEXT);
    for (int request = 0; request < 50; request++) {
      log.report(new Happened(Level.DEBUG, "request.ended", "request " + request));
    }
    log.print();
    assertThat(out.toString().lines()).hasSize(50);
  }

  @Test
  void dropsWhatFindsTheQueueFullAndSaysHowMany() {
    EventLog log = log(EventForm.TEXT);
    for (int number = 0; number < 130; number++) {
      log.report(new Happened(Level.WARN, "code " + number, "m"));
    }
    log.print();
    assertThat(out.toString().lines()).hasSize(101);
    assertThat(out.toString())
        .contains("event.dropped 30 events were dropped")
        .contains("count=30");
  }

  @Test
  void closePrintsWhatIsLeftWithSummariesNotYetDue() {
    EventLog log = log(EventForm.TEXT);
    for (int read = 0; read < 5; read++) {
      log.report(new Happened(Level.WARN, "read.slow", "read " + read));
    }
    log.close();
    assertThat(out.toString().lines()).hasSize(3).anyMatch(line -> line.contains("3 more of"));
  }

  @Test
  void survivesAnEventThatCannotBeReadOut() {
    EventLog log = log(EventForm.TEXT);
    log.report(
        new Event() {
          @Override
          public Level level() {
            return Level.INFO;
          }

          @Override
          public String code() {
            return "bad";
          }

          @Override
          public String message() {
            throw new IllegalStateException("no words");
          }
        });
    log.report(new Happened(Level.INFO, "good", "m"));
    log.print();
    assertThat(out.toString()).contains("event.unreadable").contains("good");
  }

  @Test
  void survivesAnOutputThatFails() {
    EventLog log = new EventLog(clock, new FailingOutput(), EventForm.TEXT, Level.DEBUG, LIMITS);
    log.report(new Happened(Level.INFO, "a", "m"));
    log.print();
    assertThat(log.unwrittenCount()).isEqualTo(1);
  }

  @Test
  void printsOnARunnerWithoutBeingAskedAndKeepsWhatCameBefore() throws InterruptedException {
    CountDownLatch lines = new CountDownLatch(3);
    ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
    Appendable watched = new WatchedOutput(seen, lines);
    EventLog log = new EventLog(new RealClock(), watched, EventForm.TEXT, Level.DEBUG);
    log.report(new Happened(Level.INFO, "before", "m"));
    try (RealRunner runner = new RealRunner(log)) {
      log.start(runner);
      log.report(new Happened(Level.INFO, "after", "m"));
      runner.submit(
          "failing",
          () -> {
            throw new IllegalStateException("eels");
          });
      assertThat(lines.await(20, TimeUnit.SECONDS)).isTrue();
    }
    log.close();
    assertThat(String.join("", seen)).contains("before").contains("after").contains("eels");
  }

  @Test
  void eventsAreCountedByCodeAndLevel() {
    Registry registry = new Registry();
    EventLog log = log(EventForm.TEXT);
    log.setLevel(Level.ERROR);
    Events counting = new CountingEvents(registry, log);
    counting.report(new Happened(Level.INFO, "a.b", "m"));
    counting.report(new Happened(Level.INFO, "a.b", "m"));
    counting.report(new Happened(Level.ERROR, "c", "m"));
    log.print();
    assertThat(PrometheusText.print(registry))
        .contains("atoll_events_total{code=\"a.b\",level=\"info\"} 2\n")
        .contains("atoll_events_total{code=\"c\",level=\"error\"} 1\n");
    assertThat(out.toString().lines()).hasSize(1);
  }

  @Test
  void namesItsLimits() {
    assertThat(LIMITS.list())
        .extracting(Object::toString)
        .contains("event.queue.count = 100 (events drop, counted)");
  }

  private EventLog log(EventForm form) {
    return new EventLog(clock, out, form, Level.DEBUG, LIMITS);
  }

  private static final class FailingOutput implements Appendable {
    @Override
    public Appendable append(@Nullable CharSequence text) throws IOException {
      throw new IOException("closed");
    }

    @Override
    public Appendable append(@Nullable CharSequence text, int start, int end) throws IOException {
      throw new IOException("closed");
    }

    @Override
    public Appendable append(char next) throws IOException {
      throw new IOException("closed");
    }
  }

  private record WatchedOutput(ConcurrentLinkedQueue<String> seen, CountDownLatch lines)
      implements Appendable {
    @Override
    public Appendable append(@Nullable CharSequence text) {
      seen.add(String.valueOf(text));
      return this;
    }

    @Override
    public Appendable append(@Nullable CharSequence text, int start, int end) {
      return append(String.valueOf(text).substring(start, end));
    }

    @Override
    public Appendable append(char next) {
      seen.add(String.valueOf(next));
      lines.countDown();
      return this;
    }
  }
}
