package atoll.kit.count;

import java.util.List;

/// One value of a gauge that is computed when it is read.
///
/// @param labels the label values, in the order in which the labels were declared
public record LabelledValue(List<String> labels, double value) {

  public LabelledValue {
    labels = List.copyOf(labels);
  }
}
