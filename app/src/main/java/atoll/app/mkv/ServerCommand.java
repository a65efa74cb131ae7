package atoll.app.mkv;

import atoll.mkv.config.MkvConfig;
import atoll.mkv.gateway.Gateway;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `mkv server`: a gateway. SIGHUP reads the configuration anew; SIGTERM and SIGINT let requests
/// end and stop, a second one stops at once.
@Command(name = "server", description = "Serves keys over the hosts of a configuration.")
final class ServerCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private ConfigOption option;

  @Override
  public Integer call() throws InterruptedException {
    MkvConfig config = option.config();
    try (Serving serving =
        new Serving(spec.commandLine().getErr(), config.log().json(), config.log().level())) {
      Gateway gateway = serving.gateway(config, option::read);
      serving.print(gateway.limits());
      serving.say("index: " + gateway.describeIndex());
      serving.say("keys on " + gateway.local() + ", health and metrics on " + gateway.localAdmin());
      serving.serve(gateway);
    }
    return 0;
  }
}
