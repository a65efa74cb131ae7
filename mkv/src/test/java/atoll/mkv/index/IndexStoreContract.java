package atoll.mkv.index;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.AtollException;
import atoll.kit.Bytes;
import atoll.kit.Fault;
import atoll.kit.count.Registry;
import atoll.mkv.key.HostId;
import atoll.mkv.key.Key;
import atoll.mkv.record.KeyRecord;
import atoll.mkv.record.KeyState;
import atoll.sim.SeededRandomness;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every index does.
@SuppressWarnings("NullAway.Init") // JUnit opens the index before anything else.
abstract class IndexStoreContract {

  IndexStore index;
  IndexCounts counts;

  /// Opens an empty index.
  abstract IndexStore open(IndexCounts counts) throws Exception;

  @BeforeEach
  void openIndex() throws Exception {
    counts = IndexCounts.on(new Registry());
    index = open(counts);
  }

  @AfterEach
  void closeIndex() {
    index.close();
  }

  static ChangeResult await(CompletableFuture<ChangeResult> result) throws Exception {
    return result.get(30, TimeUnit.SECONDS);
  }

  ChangeResult change(Change change) throws Exception {
    return await(index.change(change));
  }

  void put(KeyRecord record) throws Exception {
    assertThat(change(Records.first(record))).isEqualTo(new ChangeResult.Applied());
  }

  List<Chore> allChores() {
    return index.dueChores(Long.MAX_VALUE, 1_000);
  }

  static NewChore removal(KeyRecord of, int host) {
    return new NewChore(
        Chore.Kind.REMOVE, of.key(), of.content().blob(), Records.HOSTS.get(host), 7);
  }

  @Test
  void givesBackEveryColumn() throws Exception {
    KeyRecord odd = Records.live("/odd", 3);
    KeyRecord even = Records.live("/even", 4).in(KeyState.UNLINKED);
    KeyRecord noted = Records.noted("/noted", 5);
    put(odd);
    put(even);
    put(noted);
    assertThat(index.find(noted.key())).contains(noted);
    assertThat(index.find(odd.key())).contains(odd);
    assertThat(index.find(even.key())).contains(even);
    assertThat(index.find(Key.of("/none"))).isEmpty();
  }

  @Test
  void replacesOnlyWhatIsStillThere() throws Exception {
    KeyRecord one = Records.live("/k", 1);
    KeyRecord two = Records.live("/k", 2);
    KeyRecord three = Records.live("/k", 3);
    put(one);
    assertThat(change(Records.first(two))).isEqualTo(new ChangeResult.Outdated(Optional.of(one)));
    assertThat(change(Records.over(one, two))).isEqualTo(new ChangeResult.Applied());
    assertThat(change(Records.over(one, three)))
        .isEqualTo(new ChangeResult.Outdated(Optional.of(two)));
    assertThat(change(new Change.Remove(one.key(), one.generation())))
        .isEqualTo(new ChangeResult.Outdated(Optional.of(two)));
    assertThat(change(new Change.Remove(two.key(), two.generation())))
        .isEqualTo(new ChangeResult.Applied());
    assertThat(change(Records.over(two, three)))
        .isEqualTo(new ChangeResult.Outdated(Optional.empty()));
    assertThat(index.find(one.key())).isEmpty();
  }

  @Test
  void writesChoresWithTheirRecordOrNotAtAll() throws Exception {
    KeyRecord one = Records.live("/k", 1);
    KeyRecord two = Records.live("/k", 2);
    put(one);
    var _ = change(Records.over(two, two, removal(two, 0)));
    assertThat(allChores()).isEmpty();
    var _ = change(Records.over(one, two, removal(one, 0), removal(one, 1)));
    assertThat(allChores())
        .extracting(chore -> chore.kind() + " " + chore.blobName() + " " + chore.host())
        .containsExactly("REMOVE " + one.blobName() + " v1", "REMOVE " + one.blobName() + " v2");
    assertThat(index.choreCounts()).isEqualTo(new ChoreCounts(2, 0, 0));
  }

  private Change.Begin begin(KeyRecord record, long dueMillis) {
    return new Change.Begin(
        new Writing(record.key(), record.generation(), Records.HOSTS, dueMillis));
  }

  @Test
  void knowsWhatIsOnItsWayUntilItArrivesOrIsGivenUp() throws Exception {
    KeyRecord one = Records.live("/a", 1);
    KeyRecord two = Records.live("/b", 2);
    var _ = change(begin(two, 20));
    var _ = change(begin(one, 10));
    assertThat(index.writings(Long.MAX_VALUE, 10))
        .containsExactly(begin(one, 10).writing(), begin(two, 20).writing());
    assertThat(index.writings(10, 10)).containsExactly(begin(one, 10).writing());
    put(one);
    assertThat(index.writings(Long.MAX_VALUE, 10)).containsExactly(begin(two, 20).writing());
    // Another change of the key is no arrival.
    put(Records.live("/b", 1));
    assertThat(index.writings(Long.MAX_VALUE, 10)).hasSize(1);
    var _ = change(new Change.GiveUp(two.key(), two.generation(), List.of(removal(two, 0))));
    assertThat(index.writings(Long.MAX_VALUE, 10)).isEmpty();
    assertThat(index.choresOf(two.key())).hasSize(1);
    assertThat(index.choresOf(one.key())).isEmpty();
  }

  /// A write that came too late stays on its way: its gateway gives it up.
  @Test
  void keepsOnItsWayWhatWasOutdated() throws Exception {
    KeyRecord first = Records.live("/a", 1);
    KeyRecord late = Records.live("/a", 2);
    put(first);
    var _ = change(begin(late, 10));
    assertThat(change(Records.first(late))).isInstanceOf(ChangeResult.Outdated.class);
    assertThat(index.writings(Long.MAX_VALUE, 10)).hasSize(1);
  }

  @Test
  void keepsNotes() throws Exception {
    assertThat(index.note("ring_epoch")).isEmpty();
    var _ = change(new Change.Note("ring_epoch", "1"));
    var _ = change(new Change.Note("ring_epoch", "2"));
    assertThat(index.note("ring_epoch")).contains("2");
  }

  @Test
  void givesChoresWhenTheyAreDue() throws Exception {
    KeyRecord one = Records.live("/k", 1);
    var _ = change(new Change.Add(List.of(removal(one, 0), removal(one, 1))));
    assertThat(index.dueChores(6, 10)).isEmpty();
    assertThat(index.dueChores(7, 1)).hasSize(1);
    Chore first = index.dueChores(7, 10).getFirst();
    var _ = change(new Change.Postpone(first, 1_000));
    assertThat(index.dueChores(999, 10)).hasSize(1).doesNotContain(first);
    assertThat(index.dueChores(1_000, 10).getLast().attempts()).isEqualTo(1);
    var _ = change(new Change.Finish(first));
    assertThat(allChores()).hasSize(1);
  }

  @Test
  void keepsATombstoneUntilItsLastChoreIsDone() throws Exception {
    KeyRecord live = Records.live("/k", 1);
    KeyRecord dead = live.in(KeyState.DELETED);
    put(live);
    var _ = change(Records.over(live, dead, removal(live, 0), removal(live, 1)));
    List<Chore> chores = allChores();
    var _ = change(new Change.Finish(chores.getFirst()));
    assertThat(index.find(live.key())).contains(dead);
    var _ = change(new Change.Finish(chores.getLast()));
    assertThat(index.find(live.key())).isEmpty();
  }

  @Test
  void finishesChoresByWhatTheyAre() throws Exception {
    KeyRecord live = Records.live("/k", 1);
    KeyRecord dead = live.in(KeyState.DELETED);
    put(live);
    var _ = change(Records.over(live, dead, removal(live, 0), removal(live, 1)));
    var _ =
        change(
            new Change.Done(
                live.key(), Chore.Kind.REMOVE, live.content().blob(), Records.HOSTS.subList(0, 1)));
    assertThat(index.find(live.key())).contains(dead);
    var _ =
        change(
            new Change.Done(
                live.key(), Chore.Kind.REMOVE, live.content().blob(), Records.HOSTS.subList(1, 2)));
    assertThat(index.find(live.key())).isEmpty();
  }

  @Test
  void leavesALiveKeyWhenItsLastChoreIsDone() throws Exception {
    KeyRecord live = Records.live("/k", 1);
    var _ = change(new Change.Put(Optional.empty(), live, List.of(removal(live, 0))));
    var _ = change(new Change.Finish(allChores().getFirst()));
    assertThat(index.find(live.key())).contains(live);
  }

  @Test
  void listsWhatBeginsWithAPrefix() throws Exception {
    for (String key : List.of("/a", "/b", "/b/1", "/b/2", "/c")) {
      put(Records.live(key, 1));
    }
    assertThat(keys("/b", "", 10)).containsExactly("/b", "/b/1", "/b/2");
    assertThat(keys("/b/", "", 10)).containsExactly("/b/1", "/b/2");
    assertThat(keys("/b/", "/b/2", 10)).containsExactly("/b/2");
    assertThat(keys("", "", 2)).containsExactly("/a", "/b");
    assertThat(keys("/none", "", 10)).isEmpty();
  }

  /// The model's listing ran from `start` even where that was below the prefix.
  @Test
  void listsNothingOutsideThePrefixWhateverTheStart() throws Exception {
    for (String key : List.of("/other/1", "/pre/1", "/zzz")) {
      put(Records.live(key, 1));
    }
    assertThat(keys("/pre/", "/other/", 10)).containsExactly("/pre/1");
    assertThat(keys("/pre/", "/zzz", 10)).isEmpty();
  }

  private List<String> keys(String prefix, String from, int limit) {
    ListQuery query =
        new ListQuery(Bytes.utf8(prefix), Bytes.utf8(from), ListQuery.Which.LIVE, limit);
    return index.list(query).stream().map(record -> record.key().toString()).toList();
  }

  @Test
  void listsByState() throws Exception {
    KeyRecord shortKey = Records.live("/short", 1);
    put(Records.live("/live", 1));
    put(Records.live("/unlinked", 1).in(KeyState.UNLINKED));
    put(Records.live("/dead", 1).in(KeyState.DELETED));
    NewChore repair =
        new NewChore(
            Chore.Kind.REPAIR,
            shortKey.key(),
            shortKey.content().blob(),
            Records.HOSTS.getFirst(),
            0);
    var _ = change(new Change.Put(Optional.empty(), shortKey, List.of(repair)));
    assertThat(which(ListQuery.Which.LIVE)).containsExactly("/live", "/short");
    assertThat(which(ListQuery.Which.UNLINKED)).containsExactly("/unlinked");
    assertThat(which(ListQuery.Which.SHORT)).containsExactly("/short");
    assertThat(which(ListQuery.Which.ALL)).containsExactly("/dead", "/live", "/short", "/unlinked");
  }

  private List<String> which(ListQuery.Which which) {
    return index.list(new ListQuery(Bytes.EMPTY, Bytes.EMPTY, which, 100)).stream()
        .map(record -> record.key().toString())
        .toList();
  }

  /// Keys of few different bytes, 0xff among them, so that prefixes and bounds meet often.
  @Test
  void listsAsASortedMapWould() throws Exception {
    SeededRandomness chance = new SeededRandomness(20_261_121);
    TreeMap<Bytes, KeyRecord> model = new TreeMap<>();
    List<KeyRecord> records = new ArrayList<>();
    while (model.size() < 300) {
      Key key = new Key(slashed(chance, 1 + chance.nextInt(4)));
      KeyRecord record = Records.live(key, 1);
      if (model.put(key.bytes(), record) == null) {
        records.add(record);
      }
    }
    assertThat(index.load(records.iterator())).isEqualTo(300);
    for (int round = 0; round < 300; round++) {
      Bytes prefix = chance.nextInt(4) == 0 ? Bytes.EMPTY : slashed(chance, chance.nextInt(3));
      Bytes from = chance.nextInt(3) == 0 ? Bytes.EMPTY : slashed(chance, chance.nextInt(4));
      ListQuery query = new ListQuery(prefix, from, ListQuery.Which.LIVE, 1 + chance.nextInt(20));
      List<KeyRecord> expected =
          model.entrySet().stream()
              .filter(entry -> startsWith(entry.getKey(), prefix))
              .filter(entry -> entry.getKey().compareTo(from) >= 0)
              .limit(query.limit())
              .map(Map.Entry::getValue)
              .toList();
      assertThat(index.list(query)).as("round " + round + ": " + query).isEqualTo(expected);
      assertThat(index.listKeys(query))
          .as("keys of round " + round + ": " + query)
          .isEqualTo(expected.stream().map(KeyRecord::key).toList());
    }
  }

  private static Bytes slashed(SeededRandomness chance, int count) {
    byte[] bytes = new byte[count + 1];
    bytes[0] = '/';
    for (int at = 1; at < bytes.length; at++) {
      bytes[at] = (byte) (chance.nextBoolean() ? 0xff : 1 + chance.nextInt(3));
    }
    return Bytes.of(bytes);
  }

  private static boolean startsWith(Bytes key, Bytes prefix) {
    return key.size() >= prefix.size() && key.slice(0, prefix.size()).equals(prefix);
  }

  @Test
  void showsEachChangeToEveryReadAfterIt() throws Exception {
    KeyRecord record = Records.live("/k", 1);
    put(record);
    for (int round = 0; round < 200; round++) {
      KeyRecord next = record.in(round % 2 == 0 ? KeyState.UNLINKED : KeyState.LIVE);
      var _ = change(Records.over(record, next));
      assertThat(index.find(record.key())).contains(next);
      record = next;
    }
  }

  @Test
  void commitsManyChangesTogether() throws Exception {
    List<CompletableFuture<ChangeResult>> results = new ArrayList<>();
    for (int number = 0; number < 10_000; number++) {
      results.add(index.change(Records.first(Records.live("/many/" + number, 1))));
    }
    for (CompletableFuture<ChangeResult> each : results) {
      assertThat(await(each)).isEqualTo(new ChangeResult.Applied());
    }
    assertThat(counts.commits()).isLessThan(1_000);
    assertThat(index.verify()).isEqualTo(new IndexCheck(10_000, List.of()));
  }

  /// Each bad one writes its record and then breaks, so that a trace of it would be seen.
  @Test
  void letsAFailingChangeFailAlone() throws Exception {
    List<CompletableFuture<ChangeResult>> good = new ArrayList<>();
    List<CompletableFuture<ChangeResult>> bad = new ArrayList<>();
    for (int number = 0; number < 50; number++) {
      good.add(index.change(Records.first(Records.live("/good/" + number, 1))));
      bad.add(index.change(new FailingChange("/bad/" + number).change()));
    }
    for (CompletableFuture<ChangeResult> each : good) {
      assertThat(await(each)).isEqualTo(new ChangeResult.Applied());
    }
    for (CompletableFuture<ChangeResult> each : bad) {
      assertThat(each.handle((done, failed) -> failed).get(30, TimeUnit.SECONDS)).isNotNull();
    }
    assertThat(keys("/good/", "", 100)).hasSize(50);
    assertThat(keys("/bad/", "", 100)).isEmpty();
  }

  /// A change that breaks in the middle: its record can be written and its second chore cannot.
  private record FailingChange(String key) {
    Change change() {
      KeyRecord record = Records.live(key, 1);
      NewChore sound = removal(record, 0);
      NewChore broken = new NewChore(Chore.Kind.REMOVE, record.key(), sound.blob(), none(), 0);
      return new Change.Put(Optional.empty(), record, List.of(sound, broken));
    }

    @SuppressWarnings("NullAway") // The fault that is injected.
    private static HostId none() {
      return null;
    }
  }

  @Test
  void refusesChangesOnceItIsClosed() throws Exception {
    put(Records.live("/k", 1));
    index.close();
    CompletableFuture<ChangeResult> late = index.change(Records.first(Records.live("/l", 1)));
    try {
      var _ = await(late);
      throw new AssertionError("a closed index took a change");
    } catch (ExecutionException refused) {
      assertThat(refused.getCause())
          .isInstanceOfSatisfying(
              AtollException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CLOSED));
    }
    openIndex();
  }
}
