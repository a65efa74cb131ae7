package atoll.sim.disk;

import java.util.List;
import java.util.SortedMap;
import java.util.function.Function;

/// A change of names that is not durable yet. Immutable.
sealed interface NameChange {

  /// A name in a directory, by the directory's identity.
  record Name(Directory directory, String text) {}

  /// The names that it changes.
  List<Name> names();

  /// What the names stand for.
  Node node();

  /// Makes the change in the maps that `view` selects.
  void apply(Function<Directory, SortedMap<String, Node>> view);

  /// A new file or directory.
  record Link(Name name, Node node) implements NameChange {

    @Override
    public List<Name> names() {
      return List.of(name);
    }

    @Override
    public void apply(Function<Directory, SortedMap<String, Node>> view) {
      view.apply(name.directory()).put(name.text(), node);
    }
  }

  /// A file or an empty directory went away.
  record Unlink(Name name, Node node) implements NameChange {

    @Override
    public List<Name> names() {
      return List.of(name);
    }

    @Override
    public void apply(Function<Directory, SortedMap<String, Node>> view) {
      view.apply(name.directory()).remove(name.text());
    }
  }

  /// A rename, which replaces what `to` stood for. Always whole: on no medium is it half done.
  record Move(Name from, Name to, Node node) implements NameChange {

    @Override
    public List<Name> names() {
      return List.of(from, to);
    }

    @Override
    public void apply(Function<Directory, SortedMap<String, Node>> view) {
      view.apply(from.directory()).remove(from.text());
      view.apply(to.directory()).put(to.text(), node);
    }
  }
}
