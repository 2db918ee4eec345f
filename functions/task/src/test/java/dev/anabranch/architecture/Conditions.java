package dev.anabranch.architecture;

import static com.tngtech.archunit.lang.SimpleConditionEvent.violated;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;

/** Conditions that ArchUnit does not provide. */
final class Conditions {

    static ArchCondition<JavaClass> beInANullMarkedPackage() {
        return condition("be in a package with a @NullMarked package-info.java", type -> type.getPackage()
                .isAnnotatedWith(NullMarked.class));
    }

    static ArchCondition<JavaClass> haveNoPackageSegmentLike(String regex) {
        Predicate<String> vague = Pattern.compile(regex).asMatchPredicate();
        return condition(
                "be in packages with telling names",
                type -> Arrays.stream(type.getPackageName().split("\\.")).noneMatch(vague));
    }

    static ArchCondition<JavaClass> beClosedForExtension() {
        return condition("be final, a record, an enum, an interface, abstract or sealed", Conditions::isClosed);
    }

    private static boolean isClosed(JavaClass type) {
        return type.isInterface()
                || type.isEnum()
                || type.getModifiers().contains(JavaModifier.FINAL)
                || type.getModifiers().contains(JavaModifier.ABSTRACT)
                || type.reflect().isSealed();
    }

    private static ArchCondition<JavaClass> condition(String description, Predicate<JavaClass> holds) {
        return new ArchCondition<>(description) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (!holds.test(type)) {
                    events.add(violated(type, type.getName() + " should " + description));
                }
            }
        };
    }

    private Conditions() {}
}
