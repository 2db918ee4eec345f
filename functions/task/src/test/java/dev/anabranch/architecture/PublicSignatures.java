package dev.anabranch.architecture;

import static com.tngtech.archunit.lang.SimpleConditionEvent.violated;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The types that users of a module can name, and the types in the signatures of these. */
final class PublicSignatures {

    static DescribedPredicate<JavaClass> areForUsers() {
        return DescribedPredicate.describe(
                "are public, outside of internal packages and no example",
                type -> isPublic(type)
                        && !isInternal(type)
                        && !type.getPackageName().startsWith("dev.anabranch.examples"));
    }

    private static boolean isPublic(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(PublicSignatures::isPublic).orElse(true);
    }

    private static boolean isInternal(JavaClass type) {
        return Arrays.asList(type.getPackageName().split("\\.", -1)).contains("internal");
    }

    static ArchCondition<JavaClass> nameNoInternalType() {
        return new ArchCondition<>("name no internal type in a signature") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                violationsOf(type).forEach(violation -> events.add(violated(type, violation)));
            }
        };
    }

    private static List<String> violationsOf(JavaClass type) {
        Stream<String> head = headOf(type)
                .filter(PublicSignatures::isOurs)
                .map(used -> type.getName() + " is declared with " + used.getName());
        Stream<String> members = type.getMembers().stream()
                .filter(member -> isVisible(member, type))
                .flatMap(member -> signatureOf(member)
                        .filter(PublicSignatures::isOurs)
                        .map(used -> member.getFullName() + " names " + used.getName()));
        return Stream.concat(head, members).toList();
    }

    private static boolean isOurs(JavaClass used) {
        JavaClass type = used.getBaseComponentType();
        return type.getPackageName().startsWith("dev.anabranch") && (isInternal(type) || !isPublic(type));
    }

    private static boolean isVisible(JavaMember member, JavaClass owner) {
        Set<JavaModifier> modifiers = member.getModifiers();
        return !modifiers.contains(JavaModifier.SYNTHETIC)
                && (modifiers.contains(JavaModifier.PUBLIC)
                        || (modifiers.contains(JavaModifier.PROTECTED)
                                && !owner.getModifiers().contains(JavaModifier.FINAL)));
    }

    private static Stream<JavaClass> headOf(JavaClass type) {
        return involved(Stream.of(
                        type.getSuperclass().stream(), type.getInterfaces().stream(), type.getTypeParameters().stream())
                .flatMap(types -> types));
    }

    private static Stream<JavaClass> signatureOf(JavaMember member) {
        if (member instanceof JavaCodeUnit unit) {
            return Stream.concat(
                    involved(Stream.of(
                                    Stream.of(unit.getReturnType()),
                                    unit.getParameterTypes().stream(),
                                    unit.getTypeParameters().stream())
                            .flatMap(types -> types)),
                    unit.getExceptionTypes().stream());
        }
        return member.getAllInvolvedRawTypes().stream();
    }

    private static Stream<JavaClass> involved(Stream<? extends JavaType> types) {
        return types.flatMap(type -> type.getAllInvolvedRawTypes().stream()).distinct();
    }

    private PublicSignatures() {}
}
