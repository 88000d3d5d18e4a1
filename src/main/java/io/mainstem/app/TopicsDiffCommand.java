package io.mainstem.app;

import io.mainstem.stream.topics.TopicAdmin;
import io.mainstem.stream.topics.TopicDifference;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says where the topics are not what their manifests say. */
@Command(
        name = "diff",
        description =
                "Say where the topics are not as they should be, one difference a line; exit code 1 if there is any.")
final class TopicsDiffCommand implements Callable<Integer> {

    @Mixin
    private ClientOptions client = new ClientOptions();

    @Mixin
    private TopicOptions topics = new TopicOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec command;

    @Override
    public Integer call() {
        var manifests = topics.manifests();
        var names = topics.names();
        PrintWriter out = command.commandLine().getOut();
        try (Admin admin = client.connect()) {
            List<TopicDifference> differences = new TopicAdmin(admin).diff(manifests, names);
            differences.forEach(difference -> out.println(difference.describe()));
            if (differences.isEmpty()) {
                out.println("all topics are as they should be");
            }
            return differences.isEmpty() ? 0 : Failures.FAILED;
        }
    }
}
