package io.mainstem.app;

import io.mainstem.stream.topics.TopicAdmin;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Makes the topics what their manifests say. */
@Command(
        name = "apply",
        description = {
            "Create the topics that are missing and set what differs.",
            "Partitions are added only where keys may move (predictions, metrics, dead letters), and never taken away."
        })
final class TopicsApplyCommand implements Callable<Integer> {

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
            TopicAdmin.Outcome outcome = new TopicAdmin(admin).apply(manifests, names);
            outcome.actions().forEach(out::println);
            outcome.left().forEach(left -> out.println(left.describe() + "; left as it is"));
            if (!outcome.left().isEmpty()) {
                throw new CommandFailedException(
                        "not all could be applied: make new topics, or change the manifest's values by options or --config");
            }
            if (outcome.actions().isEmpty()) {
                out.println("all topics are as they should be");
            }
            return 0;
        }
    }
}
