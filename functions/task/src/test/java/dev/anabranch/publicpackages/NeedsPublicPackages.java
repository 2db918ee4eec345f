package dev.anabranch.publicpackages;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * A test that installs a package of npm or PyPI, to compare Anabranch with an independent implementation. It is skipped
 * unless Maven runs with {@code -Ppublic-packages}, as {@code .ci/run} does.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@EnabledIfSystemProperty(
        named = "anabranch.public-packages",
        matches = "true",
        disabledReason = "needs packages of npm or PyPI: mvn verify -Ppublic-packages")
public @interface NeedsPublicPackages {}
