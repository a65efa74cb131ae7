package atoll.volumeserver.replay;

import atoll.volumeserver.wire.volume.VolumeServerGrpc;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Makes a call of any shape by the names and texts of a recording. Confined to one call (answers
/// are gathered by one thread of gRPC at a time, and read when it has ended).
final class OneCall {

  private static final int SECONDS = 30;
  private static final TextFormat.Printer LINE = TextFormat.printer().emittingSingleLine(true);

  private OneCall() {}

  /// What is answered: messages in the text format of protobuf, then how the call failed, if it
  /// did.
  static List<String> make(Channel channel, String method, List<String> requests) {
    return make(channel, descriptor(method), requests);
  }

  private static MethodDescriptor<Message, Message> descriptor(String name) {
    for (MethodDescriptor<?, ?> method : VolumeServerGrpc.getServiceDescriptor().getMethods()) {
      if (name.equals(method.getBareMethodName())) {
        @SuppressWarnings("unchecked") // all of this service are of messages
        var found = (MethodDescriptor<Message, Message>) method;
        return found;
      }
    }
    throw new IllegalArgumentException("no call is named " + name);
  }

  private static List<String> make(
      Channel channel, MethodDescriptor<Message, Message> method, List<String> requests) {
    ClientCall<Message, Message> call =
        channel.newCall(method, CallOptions.DEFAULT.withDeadlineAfter(SECONDS, TimeUnit.SECONDS));
    List<String> answers = new ArrayList<>();
    CompletableFuture<Status> end = new CompletableFuture<>();
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onMessage(Message message) {
            answers.add(LINE.printToString(message));
          }

          @Override
          public void onClose(Status status, Metadata trailers) {
            end.complete(status);
          }
        },
        new Metadata());
    call.request(Integer.MAX_VALUE);
    requests.forEach(request -> call.sendMessage(parse(method, request)));
    call.halfClose();
    Status status = end.orTimeout(2 * SECONDS, TimeUnit.SECONDS).join();
    if (!status.isOk()) {
      answers.add(
          "fails %s %s".formatted(status.getCode(), String.valueOf(status.getDescription())));
    }
    return answers;
  }

  private static Message parse(MethodDescriptor<Message, Message> method, String text) {
    var supplier = (MethodDescriptor.PrototypeMarshaller<Message>) method.getRequestMarshaller();
    Message.Builder builder =
        Objects.requireNonNull(supplier.getMessagePrototype()).newBuilderForType();
    try {
      TextFormat.merge(text, builder);
    } catch (TextFormat.ParseException e) {
      throw new IllegalArgumentException(method.getBareMethodName() + " " + text, e);
    }
    return builder.build();
  }
}
