package io.mainstem.guarantee;

import io.mainstem.spec.LearnerSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A run with faults: events come in all the while, instances are killed and stopped as the seed says, then everything is
 * taken to its end and every guarantee is held against what the topics hold. One seed determines the events, the faults,
 * their moments in terms of progress, and their victims; a machine's own timing comes on top.
 *
 * @param bootstrap of a cluster that has the learner's topics, with nothing in them
 * @param stop how long one that is stopped stands still at least
 */
record Scenario(
        long seed,
        String bootstrap,
        LearnerSpec spec,
        String applicationId,
        int partitions,
        int kills,
        int stops,
        Duration stop) {

    /** Stands before the name of a guarantee that does not hold. */
    static final String BROKEN = "broken: ";

    private static final int EVENTS_PER_SECOND = 60;
    private static final Pattern WEIGHTS =
            Pattern.compile("Partition (\\d+): weights after ([\\d,]+) steps, version [\\d,]+: (\\p{XDigit}+)");

    /** Runs it, with instances that are not started yet and are ended or dead afterwards; fails with the seed. */
    void run(List<Instance> instances, List<Guarantee> guarantees) throws Exception {
        long start = System.nanoTime();
        Events events = new Events(seed, partitions);
        try (Group group = new Group(bootstrap, applicationId, spec.topics().events(), partitions);
                Feed feed = new Feed(bootstrap, spec.topics().events(), events, seed, EVENTS_PER_SECOND, guarantees)) {
            Faults faults = new Faults(group, instances, stop);
            try {
                Map<Integer, String> finalWeights = run(instances, feed, faults);
                Evidence evidence = Evidence.read(bootstrap, spec, finalWeights);
                check(guarantees, evidence);
                System.out.printf(
                        "guarantee: seed %d: %d partitions, %d instances, %d kills, %d stops, %d events, %d predictions: all held, %d s%n",
                        seed,
                        partitions,
                        instances.size(),
                        kills,
                        stops,
                        group.allCommitted(),
                        evidence.predictions().size(),
                        Duration.ofNanos(System.nanoTime() - start).toSeconds());
            } catch (Throwable e) {
                throw new AssertionError(
                        "seed %d (repeat it with -Dguarantee.seed=%d): %s%n%s"
                                .formatted(seed, seed, e.getMessage(), story(faults, instances)),
                        e);
            } finally {
                Files.writeString(
                        Files.createDirectories(Path.of("target", "guarantee"))
                                .resolve(applicationId + "-seed-" + seed + ".txt"),
                        story(faults, instances));
            }
        } finally {
            instances.forEach(Instance::close);
        }
    }

    private Map<Integer, String> run(List<Instance> instances, Feed feed, Faults faults) throws Exception {
        feed.start();
        for (Instance instance : instances) {
            instance.start();
        }
        for (Fault fault : Fault.plan(seed, kills, stops)) {
            faults.happen(fault);
        }
        feed.stop();
        faults.awaitDone();
        StringBuilder said = new StringBuilder();
        for (Instance instance : instances) {
            said.append(instance.end());
        }
        return finalWeights(said.toString());
    }

    /** Tells of all that are broken, not of the first alone: together they say what happened. */
    private static void check(List<Guarantee> guarantees, Evidence evidence) {
        List<String> broken = new ArrayList<>();
        for (Guarantee guarantee : guarantees) {
            try {
                guarantee.check(evidence);
            } catch (AssertionError e) {
                broken.add(BROKEN + guarantee.getClass().getSimpleName() + ": "
                        + String.valueOf(e.getMessage()).strip());
            }
        }
        if (!broken.isEmpty()) {
            throw new AssertionError(String.join("\n", broken));
        }
    }

    /** A partition may have been in several instances: the one that came furthest tells. */
    private static Map<Integer, String> finalWeights(String said) {
        Map<Integer, Long> steps = new TreeMap<>();
        Map<Integer, String> weights = new TreeMap<>();
        Matcher matcher = WEIGHTS.matcher(said);
        while (matcher.find()) {
            int partition = Integer.parseInt(matcher.group(1));
            long step = Long.parseLong(matcher.group(2).replace(",", ""));
            if (step >= steps.getOrDefault(partition, -1L)) {
                steps.put(partition, step);
                weights.put(partition, matcher.group(3));
            }
        }
        return Collections.unmodifiableMap(weights);
    }

    /** What was done, and what the instances had to say. */
    private static String story(Faults faults, List<Instance> instances) {
        StringBuilder story = new StringBuilder();
        faults.journal().forEach(line -> story.append(line).append('\n'));
        instances.forEach(instance -> story.append(instance.log()));
        return story.toString();
    }
}
