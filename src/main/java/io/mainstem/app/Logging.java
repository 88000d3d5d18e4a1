package io.mainstem.app;

import java.util.List;

/**
 * Sets up the log, which goes to stderr. To be called before anything makes a logger: the configuration is named by a
 * system property, not found at the root of the class path, so that the jar brings none into somebody's program.
 */
final class Logging {

    private static final String CONFIGURATION = "logback.configurationFile";

    private Logging() {}

    /** The lives of learners are told as they go on a cluster; those of the demo and of measurements are shown otherwise. */
    static void configure(List<String> args) {
        boolean verbose = args.contains(Main.VERBOSE);
        boolean shown = args.stream()
                .filter(argument -> !argument.startsWith("-"))
                .findFirst()
                .filter(command -> command.equals(DemoCommand.NAME) || command.equals(BenchCommand.NAME))
                .isPresent();
        if (System.getProperty(CONFIGURATION) != null) {
            return; // the user's own
        }
        System.setProperty(CONFIGURATION, "io/mainstem/app/logback.xml");
        System.setProperty("mainstem.log.stack", verbose ? "" : "%nopex");
        System.setProperty("mainstem.log.own", verbose ? "DEBUG" : shown ? "WARN" : "INFO");
        System.setProperty("mainstem.log.others", verbose ? "INFO" : "WARN");
        System.setProperty("mainstem.log.chatter", verbose ? "INFO" : "ERROR");
        System.setProperty("mainstem.log.retried", verbose ? "INFO" : "OFF");
    }
}
