package dev.anabranch.cli.internal.project;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The files of a new project: a workflow with a fan-out, its tasks and test, the CDK app and the launcher. */
public final class ProjectFiles {

    private static final String LAUNCHER = "anabranch";
    private static final String LOCAL = "\n    mavenLocal() // @version@ of Anabranch is not published";
    private static final String KOTLIN_VERSION = "2.4.21";

    private final ProjectName name;
    private final String version;
    private final BuildTool build;
    private final Language language;

    /** The language of a project's workflows and tasks. */
    public enum Language {
        /** Java. */
        JAVA("java", "java", "pom.xml", ""),
        /** Kotlin. */
        KOTLIN("kotlin", "kt", "pom-kotlin.xml", " A class for inputs and results is a `@JvmRecord data class`.");

        private final String folder;
        private final String extension;
        private final String pom;
        private final String note;

        Language(String folder, String extension, String pom, String note) {
            this.folder = folder;
            this.extension = extension;
            this.pom = pom;
            this.note = note;
        }

        private List<String> sources() {
            return this == JAVA ? List.of("Hello", "HelloInput", "ListRivers", "Greet") : List.of("Hello", "Tasks");
        }

        private String gradlePlugin() {
            return this == JAVA ? "" : "\n    id 'org.jetbrains.kotlin.jvm' version '" + KOTLIN_VERSION + "'";
        }

        private String gradleCompiler() {
            return this == JAVA ? "" : """

                    kotlin {
                        compilerOptions {
                            jvmTarget = org.jetbrains.kotlin.gradle.dsl.JvmTarget.JVM_17
                        }
                    }
                    """;
        }
    }

    /** @param version the version of Anabranch that the project uses */
    public ProjectFiles(ProjectName name, String version, BuildTool build, Language language) {
        this.name = name;
        this.version = version;
        this.build = build;
        this.language = language;
    }

    /** Returns the text of each file by its path in the project. */
    public Map<String, String> texts() {
        Map<String, String> files = new LinkedHashMap<>();
        for (String file : List.of("README.md", "AGENTS.md", LAUNCHER, "cdk.json", "package.json")) {
            files.put(file, text(file));
        }
        if (build == BuildTool.MAVEN) {
            files.put("pom.xml", text(language.pom));
        } else {
            files.put("build.gradle", text("build.gradle"));
            files.put("settings.gradle", text("settings.gradle"));
        }
        files.put(".gitignore", text("gitignore"));
        files.put(".github/workflows/verify.yml", text(build == BuildTool.MAVEN ? "ci.yml" : "ci-gradle.yml"));
        String main = "src/main/" + language.folder + "/" + name.folder() + "/";
        language.sources().forEach(source -> files.put(main + file(source), text(file(source))));
        files.put(main + file(name.className() + "App"), text(file("App")));
        files.put("src/main/resources/META-INF/services/dev.anabranch.workflow.Workflow", text("services.txt"));
        files.put(
                "src/test/" + language.folder + "/" + name.folder() + "/" + file("HelloTest"), text(file("HelloTest")));
        return files;
    }

    private String file(String type) {
        return type + "." + language.extension;
    }

    private String text(String template) {
        return build.filled(resource(template))
                .replace("@compile@", resource(build == BuildTool.MAVEN ? "compile-maven.sh" : "compile-gradle.sh"))
                .replace("@start@", resource("start.sh"))
                .replace("@local@", version.endsWith("-SNAPSHOT") ? LOCAL : "")
                .replace("@plugin@", language.gradlePlugin())
                .replace("@compiler@", language.gradleCompiler())
                .replace("@package@", name.javaPackage())
                .replace("@folder@", name.folder())
                .replace("@name@", name.project())
                .replace("@app@", name.className())
                .replace("@version@", version)
                .replace("@language@", language.folder)
                .replace("@extension@", language.extension)
                .replace("@kotlin@", language.note);
    }

    private static String resource(String template) {
        try (InputStream file = Objects.requireNonNull(ProjectFiles.class.getResourceAsStream(template), template)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the files into a folder, which exists. */
    public void writeTo(Path folder) throws IOException {
        for (Map.Entry<String, String> file : texts().entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(Objects.requireNonNull(path.getParent()));
            Files.writeString(path, file.getValue());
        }
        Path launcher = folder.resolve(LAUNCHER);
        if (launcher.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }
}
