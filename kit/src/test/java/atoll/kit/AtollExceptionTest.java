package atoll.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class AtollExceptionTest {

  @Test
  void carriesItsFaultMessageAndCause() {
    IOException cause = new IOException("device gone");
    AtollException thrown = new AtollException(Fault.IO, "reading 7.dat at 8 failed", cause);
    assertThat(thrown.fault()).isEqualTo(Fault.IO);
    assertThat(thrown).hasMessage("reading 7.dat at 8 failed").hasCause(cause);
    assertThat(new AtollException(Fault.BUSY, "full")).hasNoCause();
  }
}
