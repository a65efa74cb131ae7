package atoll.volumeserver.vacuum;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.volume.vacuum.VacuumResult;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressTest {

  private static final Duration NOW = Duration.ZERO;

  private final Progress progress = new Progress(100);

  private static Optional<Progress.News> processed(long bytes) {
    return Optional.of(new Progress.News.Processed(bytes));
  }

  @Test
  void onlyWhatIsWorthTellingIsTold() {
    assertThat(progress.await(NOW)).isEmpty();
    progress.processed(100);
    assertThat(progress.await(NOW)).isEmpty();
    progress.processed(101);
    assertThat(progress.await(NOW)).isEqualTo(processed(101));
    assertThat(progress.await(NOW)).isEmpty();
    progress.processed(202);
    assertThat(progress.await(NOW)).isEqualTo(processed(202));
  }

  @Test
  void whoDoesNotListenHearsTheNewestAlone() {
    progress.processed(150);
    progress.processed(900);
    assertThat(progress.await(NOW)).isEqualTo(processed(900));
    assertThat(progress.await(NOW)).isEmpty();
  }

  @Test
  void theEndIsToldAtOnceAndAgain() throws InterruptedException {
    Thread compacts = Thread.ofVirtual().start(() -> progress.ended(new VacuumResult.CleanedUp()));
    Optional<Progress.News> end =
        Optional.of(new Progress.News.Ended(new VacuumResult.CleanedUp()));
    assertThat(progress.await(Duration.ofSeconds(20))).isEqualTo(end);
    assertThat(progress.await(NOW)).isEqualTo(end);
    compacts.join();
  }

  @Test
  void theEndComesAfterWhatWasNotToldYet() {
    progress.processed(150);
    progress.ended(new VacuumResult.CleanedUp());
    assertThat(progress.await(NOW)).isEqualTo(processed(150));
    assertThat(progress.await(NOW))
        .isEqualTo(Optional.of(new Progress.News.Ended(new VacuumResult.CleanedUp())));
  }
}
