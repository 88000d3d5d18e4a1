package io.mainstem;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import java.util.List;
import java.util.stream.Stream;

/** The rules of the house: who may know whom. */
@AnalyzeClasses(packages = "io.mainstem", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    /** In the order in which an event meets them; a package depends only on those before it. */
    private static final List<String> ORDER =
            List.of("spec", "event", "encode", "network", "evaluate", "learn", "stream", "observe", "serve", "app");

    private static final String[] PURE = packages(ORDER.subList(0, ORDER.indexOf("learn") + 1));

    @ArchTest
    static void packagesDependOnlyOnEarlierOnes(com.tngtech.archunit.core.domain.JavaClasses classes) {
        for (int p = 0; p < ORDER.size(); p++) {
            String[] later = packages(ORDER.subList(p + 1, ORDER.size()));
            if (later.length > 0) {
                in(ORDER.get(p))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(later)
                        .allowEmptyShould(true)
                        .check(classes);
            }
        }
    }

    @ArchTest
    static final ArchRule ONLY_NETWORK_KNOWS_ND4J = noClasses()
            .that()
            .resideOutsideOfPackage("io.mainstem.network..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.nd4j..", "org.bytedeco..", "com.sun.jna..");

    @ArchTest
    static final ArchRule ONLY_OBSERVE_KNOWS_MICROMETER = noClasses()
            .that()
            .resideOutsideOfPackage("io.mainstem.observe..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.micrometer..", "io.prometheus..");

    @ArchTest
    static final ArchRule ONLY_SERVE_KNOWS_THE_HTTP_SERVER = noClasses()
            .that()
            .resideOutsideOfPackage("io.mainstem.serve..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.eclipse.jetty..");

    @ArchTest
    static final ArchRule PURE_PACKAGES_KNOW_NO_OUTSIDE = noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.kafka..",
                    "io.micrometer..",
                    "java.net.http..",
                    "com.sun.net..",
                    "java.util.concurrent..",
                    "picocli..");

    @ArchTest
    static final ArchRule PURE_PACKAGES_READ_NO_CLOCK = noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(java.time.Clock.class);

    /**
     * The one exception reads /proc/cpuinfo: which kernels of OpenBLAS suit the processor has to be known before anything
     * loads it, and neither Java nor ND4J can tell before that.
     */
    @ArchTest
    static final ArchRule PURE_PACKAGES_START_NO_THREAD_AND_OPEN_NO_FILE = noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .and()
            .doNotHaveFullyQualifiedName("io.mainstem.network.Processor")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Thread.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(java.io.File.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(java.nio.file.Files.class);

    @ArchTest
    static final ArchRule PURE_PACKAGES_SEED_THEIR_RANDOMNESS = noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .callConstructor(java.util.Random.class)
            .orShould()
            .callMethod(Math.class, "random");

    @ArchTest
    static final ArchRule LIBRARY_NEEDS_NO_APP_DEPENDENCY = noClasses()
            .that()
            .resideOutsideOfPackage("io.mainstem.app..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "picocli..", "me.tongfei..", "ch.qos.logback..", "kafka..", "org.apache.kafka.metadata..");

    private static GivenClassesConjunction in(String name) {
        return noClasses().that().resideInAPackage("io.mainstem." + name + "..");
    }

    private static String[] packages(List<String> names) {
        return names.stream().flatMap(n -> Stream.of("io.mainstem." + n + "..")).toArray(String[]::new);
    }
}
