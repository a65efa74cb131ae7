package atoll.app.mkv;

import atoll.app.process.Serving;
import atoll.http.netty.EventLoops;
import atoll.kit.log.EventForm;
import atoll.mkv.config.MkvConfig;
import atoll.mkv.gateway.Gateway;
import java.io.PrintWriter;
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
  @Mixin private Output output;

  @Override
  public Integer call() {
    MkvConfig config = option.config();
    PrintWriter err = spec.commandLine().getErr();
    EventForm form = config.log().json() ? EventForm.JSON : EventForm.TEXT;
    try (Serving serving = new Serving(err, form, config.log().level());
        EventLoops loops =
            EventLoops.start(
                Runtime.getRuntime().availableProcessors(), EventLoops.Transport.BEST);
        Gateway gateway =
            Gateway.start(
                config, loops, GatewayLife.seams(serving, err), serving.registry(), option::read)) {
      gateway.limits().forEach(err::println);
      GatewayLife.say(err, "index: " + gateway.describeIndex());
      String reached = config.server().publicUrl();
      output.print(
          spec.commandLine().getOut(),
          new Output.Facts()
              .with("gateway", "http://" + gateway.local())
              .with("admin", "http://" + gateway.localAdmin())
              .with("public_url", reached.isEmpty() ? "http://" + gateway.local() : reached),
          () ->
              GatewayLife.say(
                  err,
                  "keys on "
                      + gateway.local()
                      + (reached.isEmpty() ? "" : ", for clients at " + reached)
                      + ", health and metrics on "
                      + gateway.localAdmin()));
      return GatewayLife.untilStopped(gateway, gateway::drain, err);
    }
  }
}
