package atoll.app;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// One of the products that `atoll up` starts.
///
/// @param name how messages call it
/// @param starter how it begins to run
record Product(String name, Starter starter) {

  /// Starts a product; the call returns once it serves.
  @FunctionalInterface
  interface Starter {

    /// Starts it.
    ///
    /// @param failed told if the product cannot go on
    /// @throws AtollException if it does not start; nothing of it runs then
    Running start(Consumer<AtollException> failed);
  }

  /// A product that runs.
  ///
  /// @param address what a browser opens
  /// @param toTry a line for a shell
  record Running(String address, String toTry, AutoCloseable stop) {}

  /// What runs of a list of products.
  record Started(Product product, Running running) {}

  /// Starts products in their order. If one fails, those before it are stopped, and the failure
  /// names it.
  ///
  /// @param failed told if one of them cannot go on
  static List<Started> startAll(List<Product> products, Consumer<AtollException> failed) {
    List<Started> started = new ArrayList<>();
    for (Product product : products) {
      try {
        started.add(
            new Started(
                product, product.starter.start(failure -> failed.accept(named(product, failure)))));
      } catch (AtollException e) {
        stopAll(started);
        throw named(product, e);
      }
    }
    return started;
  }

  /// Stops products in reverse.
  static void stopAll(List<Started> started) {
    for (Started each : started.reversed()) {
      try {
        each.running.stop().close();
      } catch (Exception e) {
        throw new AtollException(Fault.BUG, each.product.name + " does not stop: " + e, e);
      }
    }
  }

  private static AtollException named(Product product, AtollException failure) {
    return new AtollException(
        failure.fault(), "the " + product.name + " failed: " + failure.getMessage(), failure);
  }
}
