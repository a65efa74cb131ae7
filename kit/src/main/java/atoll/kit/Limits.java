package atoll.kit;

import java.util.List;

/// The bounds of a room. Each room has one record that implements this; its [#list] is printed at
/// start, so that no bound is met by surprise.
public interface Limits {

  /// Every bound of the room, in the order an operator should read them.
  List<Limit> list();
}
