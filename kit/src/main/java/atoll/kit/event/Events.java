package atoll.kit.event;

/// Where events go. Never blocks and never throws.
@FunctionalInterface
public interface Events {

  void report(Event event);

  /// Forgets everything: for embedders that do not want to know.
  Events NONE = event -> {};
}
