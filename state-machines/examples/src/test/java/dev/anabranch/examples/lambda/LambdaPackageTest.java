package dev.anabranch.examples.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.runtime.TaskFunction;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the content of the Lambda package that the build has created. */
final class LambdaPackageTest {

    /**
     * Lambda's limit is 50 MB for a direct upload
     * (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html).
     */
    private static final long MOST_BYTES = 20_000_000;

    /** The only class that uses the SDK's module for Parameter Store, which a user's project adds if it needs it. */
    private static final String OPTIONAL = "dev.anabranch.runtime.internal.lambda.ParameterReader";

    private static final Path PACKAGE = Path.of(System.getProperty("anabranch.lambda.package", "no package was named"));

    private static List<Path> jars = List.of();

    @TempDir
    static Path unpacked;

    @BeforeAll
    static void unpack() throws IOException {
        List<Path> found = new ArrayList<>();
        try (ZipFile zip = new ZipFile(PACKAGE.toFile())) {
            for (ZipEntry entry : zip.stream().filter(e -> !e.isDirectory()).toList()) {
                Path jar = unpacked.resolve(entry.getName());
                Files.createDirectories(jar.getParent());
                try (InputStream content = zip.getInputStream(entry)) {
                    Files.copy(content, jar);
                }
                found.add(jar);
            }
        }
        jars = List.copyOf(found);
    }

    @Test
    void hasTheseLibrariesAndNoOthers() {
        assertThat(jars)
                .allMatch(jar -> jar.equals(unpacked.resolve("lib").resolve(jar.getFileName())))
                .extracting(jar -> jar.getFileName().toString().replaceFirst("-[0-9][^/]*\\.jar$", ""))
                .containsExactlyInAnyOrder(
                        // Ours: no authoring API, translator, engine or command line
                        "anabranch-examples",
                        "anabranch-quotas",
                        "anabranch-runs",
                        "anabranch-runtime",
                        "anabranch-task",
                        // Lambda and logs
                        "aws-lambda-java-core",
                        "crac",
                        "jspecify",
                        "slf4j-api",
                        "slf4j-jdk14",
                        // JSON
                        "jackson-annotations",
                        "jackson-core",
                        "jackson-databind",
                        "jackson-datatype-jdk8",
                        "jackson-datatype-jsr310",
                        // The SDK: four services, the JDK's HTTP client, and their dependencies
                        "dynamodb",
                        "s3",
                        "secretsmanager",
                        "sfn",
                        "url-connection-client",
                        "annotations",
                        "arns",
                        "auth",
                        "aws-core",
                        "aws-json-protocol",
                        "aws-query-protocol",
                        "aws-xml-protocol",
                        "checksums",
                        "checksums-spi",
                        "crt-core",
                        "endpoints-spi",
                        "eventstream",
                        "http-auth",
                        "http-auth-aws",
                        "http-auth-aws-eventstream",
                        "http-auth-spi",
                        "http-client-spi",
                        "identity-spi",
                        "json-utils",
                        "metrics-spi",
                        "profiles",
                        "protocol-core",
                        "reactive-streams",
                        "regions",
                        "retries",
                        "retries-spi",
                        "sdk-core",
                        "third-party-jackson-core",
                        "utils",
                        "utils-lite");
    }

    @Test
    void hasTheseTopLevelPackagesAndNoOthers() throws IOException {
        TreeSet<String> packages = new TreeSet<>();
        for (Path jar : jars) {
            classes(jar)
                    .forEach(name -> packages.add(
                            String.join(".", List.of(name.split("\\.")).subList(0, 2))));
        }
        assertThat(packages)
                .containsExactly(
                        "com.amazonaws",
                        "com.fasterxml",
                        "dev.anabranch",
                        "org.crac",
                        "org.jspecify",
                        "org.reactivestreams",
                        "org.slf4j",
                        "software.amazon");
    }

    @Test
    void hasEveryClassOnce() throws IOException {
        Map<String, Path> seen = new HashMap<>();
        for (Path jar : jars) {
            for (String name : classes(jar)) {
                assertThat(seen.put(name, jar)).as(name).isNull();
            }
        }
        assertThat(seen).containsKey(TaskFunction.class.getName());
    }

    @Test
    void isSmall() throws IOException {
        assertThat(Files.size(PACKAGE)).isLessThan(MOST_BYTES);
    }

    @Test
    void hasAllClassesThatOursReference() throws IOException, ReflectiveOperationException {
        List<URL> places = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (Path jar : jars) {
            places.add(jar.toUri().toURL());
            if (jar.getFileName().toString().matches("anabranch-(quotas|runs|runtime|task)-.*")) {
                names.addAll(classes(jar));
            }
        }
        try (URLClassLoader isolated =
                new URLClassLoader(places.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            for (String name : names) {
                if (name.equals(OPTIONAL)) {
                    continue;
                }
                Class<?> type = Class.forName(name, true, isolated);
                assertThat(type.getDeclaredMethods()).isNotNull();
                assertThat(type.getDeclaredConstructors()).isNotNull();
            }
            assertThat(names).contains(TaskFunction.class.getName(), OPTIONAL);
        }
    }

    private static List<String> classes(Path jar) throws IOException {
        List<String> names = new ArrayList<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            Enumeration<JarEntry> entries = file.entries();
            while (entries.hasMoreElements()) {
                String name = entries.nextElement().getName();
                if (name.endsWith(".class") && !name.startsWith("META-INF/") && !name.endsWith("-info.class")) {
                    names.add(
                            name.substring(0, name.length() - ".class".length()).replace('/', '.'));
                }
            }
        }
        return names;
    }
}
