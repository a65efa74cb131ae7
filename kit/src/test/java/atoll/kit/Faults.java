package atoll.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// Expecting faults in tests.
public final class Faults {

  private Faults() {}

  public static AtollException faultOf(ThrowingCallable call) {
    AtollException thrown = catchThrowableOfType(AtollException.class, call);
    assertThat(thrown).as("an AtollException").isNotNull();
    return thrown;
  }

  public static void assertFault(Fault fault, ThrowingCallable call) {
    assertThat(faultOf(call).fault()).isEqualTo(fault);
  }
}
