package atoll.sim.disk;

import atoll.kit.AtollException;
import atoll.kit.Check;
import atoll.kit.Fault;
import atoll.kit.Randomness;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// The tree of names of a simulated disk, with the changes that are not durable yet. Confined to
/// its [SimDisk]'s lock.
final class Names {

  private final Directory root;
  private final List<NameChange> pending;

  Names(Instant born) {
    this(new Directory(born), new ArrayList<>());
  }

  private Names(Directory root, List<NameChange> pending) {
    this.root = root;
    this.pending = pending;
  }

  /// What stands at a path, or null.
  @Nullable Node find(Path path) {
    Check.that(path.isAbsolute(), () -> "a simulated disk has absolute paths only: " + path);
    @Nullable Node node = root;
    for (Path element : path.normalize()) {
      if (!(node instanceof Directory directory)) {
        return null;
      }
      if (!element.toString().isEmpty()) {
        node = directory.now().get(element.toString());
      }
    }
    return node;
  }

  /// The directory at a path.
  ///
  /// @throws AtollException `NOT_FOUND` where nothing stands, `CONFLICT` where a file does
  Directory directory(String operation, Path path) {
    return directory(operation, path, path);
  }

  private Directory directory(String operation, Path directory, Path path) {
    return switch (find(directory)) {
      case null -> throw refused(Fault.NOT_FOUND, operation, path, "no directory " + directory);
      case Content _ ->
          throw refused(Fault.CONFLICT, operation, path, directory + " is not a directory");
      case Directory found -> found;
    };
  }

  /// The place of a name, whether it is taken or not.
  NameChange.Name name(String operation, Path path) {
    Path normal = path.normalize();
    Path parent = normal.getParent();
    if (parent == null) {
      throw refused(Fault.CONFLICT, operation, path, "is the root directory");
    }
    return new NameChange.Name(
        directory(operation, parent, path), String.valueOf(normal.getFileName()));
  }

  static AtollException refused(Fault fault, String operation, Path path, String why) {
    return new AtollException(fault, operation + " " + path + ": " + why);
  }

  void link(NameChange.Name name, Node node, Instant time) {
    change(new NameChange.Link(name, node), time);
  }

  void unlink(NameChange.Name name, Node node, Instant time) {
    forget(node);
    change(new NameChange.Unlink(name, node), time);
  }

  void move(NameChange.Name from, NameChange.Name to, Node node, Instant time) {
    @Nullable Node replaced = to.directory().now().get(to.text());
    if (replaced != null) {
      forget(replaced);
    }
    change(new NameChange.Move(from, to, node), time);
  }

  private static void forget(Node node) {
    if (node instanceof Content content) {
      content.unnamed();
    }
  }

  private void change(NameChange change, Instant time) {
    change.apply(Directory::now);
    change.names().forEach(name -> name.directory().setModified(time));
    pending.add(change);
  }

  void sync(Directory directory) {
    List<NameChange> needed = NameChanges.neededBy(directory, pending);
    needed.forEach(change -> change.apply(Directory::durable));
    Set<NameChange> done = Collections.newSetFromMap(new IdentityHashMap<>());
    done.addAll(needed);
    pending.removeIf(done::contains);
  }

  /// An equal tree; `copies` learns the copy of every node.
  Names fork(Map<Node, Node> copies) {
    Directory rootCopy = (Directory) copy(root, copies);
    List<NameChange> changes = new ArrayList<>();
    for (NameChange change : pending) {
      changes.add(
          switch (change) {
            case NameChange.Link(var name, var node) ->
                new NameChange.Link(copy(name, copies), copy(node, copies));
            case NameChange.Unlink(var name, var node) ->
                new NameChange.Unlink(copy(name, copies), copy(node, copies));
            case NameChange.Move(var from, var to, var node) ->
                new NameChange.Move(copy(from, copies), copy(to, copies), copy(node, copies));
          });
    }
    return new Names(rootCopy, changes);
  }

  private static NameChange.Name copy(NameChange.Name name, Map<Node, Node> copies) {
    return new NameChange.Name((Directory) copy(name.directory(), copies), name.text());
  }

  private static Node copy(Node node, Map<Node, Node> copies) {
    Node known = copies.get(node);
    if (known != null) {
      return known;
    }
    return switch (node) {
      case Content content -> {
        Content copy = content.fork();
        copies.put(content, copy);
        yield copy;
      }
      case Directory directory -> {
        Directory copy = new Directory(directory.modified());
        copies.put(directory, copy);
        directory.now().forEach((name, child) -> copy.now().put(name, copy(child, copies)));
        directory.durable().forEach((name, child) -> copy.durable().put(name, copy(child, copies)));
        yield copy;
      }
    };
  }

  /// The tree that a machine finds after a power loss. This one is used up.
  Names survivor(Temper ofDisk, Randomness randomness) {
    NameChanges.surviving(ofDisk.ofPart(randomness), pending, randomness)
        .forEach(change -> change.apply(Directory::durable));
    return new Names(survivor(root, ofDisk, randomness), new ArrayList<>());
  }

  private static Directory survivor(Directory directory, Temper ofDisk, Randomness randomness) {
    Directory found = new Directory(directory.modified());
    directory
        .durable()
        .forEach((name, child) -> {
          Node survivor =
              switch (child) {
                case Content content -> content.survivor(ofDisk.ofPart(randomness), randomness);
                case Directory below -> survivor(below, ofDisk, randomness);
              };
          found.now().put(name, survivor);
          found.durable().put(name, survivor);
        });
    return found;
  }

  /// Every file of the tree as it is now.
  Iterable<Content> contents() {
    List<Content> found = new ArrayList<>();
    collect(root.now(), found);
    return found;
  }

  private static void collect(SortedMap<String, Node> names, List<Content> found) {
    for (Node node : names.values()) {
      switch (node) {
        case Content content -> found.add(content);
        case Directory directory -> collect(directory.now(), found);
      }
    }
  }

  static Map<Node, Node> noCopies() {
    return new IdentityHashMap<>();
  }
}
