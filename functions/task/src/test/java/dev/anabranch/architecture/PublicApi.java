package dev.anabranch.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The public types and members of a module as text, for review. Names of the JDK and of Anabranch are without their
 * package.
 */
final class PublicApi {

    static final Path FILE = Path.of("src", "test", "resources", "api.txt");

    private static final Set<String> OF_EVERY_OBJECT = Set.of("equals", "hashCode", "toString");
    private static final Pattern PACKAGE = Pattern.compile("\\b(?:java|dev\\.anabranch)(?:\\.[a-z]\\w*)*\\.(?=[A-Z])");

    /** Returns a paragraph for each type that users can name, in order of the names; empty if there is none. */
    static String of(JavaClasses classes) {
        TreeMap<String, String> types = new TreeMap<>();
        for (JavaClass type : classes) {
            if (PublicSignatures.areForUsers().test(type)) {
                types.put(type.getName(), text(type.reflect()));
            }
        }
        return String.join("\n", types.values());
    }

    private static String text(Class<?> type) {
        return type.getPackageName() + ": " + head(type) + "\n"
                + members(type).stream().map(member -> "  " + member + "\n").collect(Collectors.joining());
    }

    private static String head(Class<?> type) {
        String kind = type.isAnnotation()
                ? "@interface"
                : type.isInterface() ? "interface" : type.isEnum() ? "enum" : type.isRecord() ? "record" : "class";
        String components = type.isRecord()
                ? Arrays.stream(type.getRecordComponents())
                        .map(component -> text(component.getAnnotatedType()) + " " + component.getName())
                        .collect(Collectors.joining(", ", "(", ")"))
                : "";
        boolean extended = type.getSuperclass() != null
                && type.getSuperclass() != Object.class
                && !type.isEnum()
                && !type.isRecord();
        List<AnnotatedType> above = Stream.concat(
                        extended ? Stream.of(type.getAnnotatedSuperclass()) : Stream.of(),
                        type.isAnnotation() ? Stream.of() : Arrays.stream(type.getAnnotatedInterfaces()))
                .toList();
        return modifiers(type) + kind + " " + name(type) + parameters(type.getTypeParameters()) + components
                + (above.isEmpty()
                        ? ""
                        : above.stream().map(PublicApi::text).collect(Collectors.joining(", ", " : ", "")));
    }

    private static String modifiers(Class<?> type) {
        int shown = Modifier.ABSTRACT | Modifier.FINAL;
        boolean implied = type.isInterface() || type.isRecord() || type.isEnum();
        String modifiers = implied ? "" : Modifier.toString(type.getModifiers() & shown);
        return (type.isSealed() ? "sealed " : "") + (modifiers.isEmpty() ? "" : modifiers + " ");
    }

    private static Collection<String> members(Class<?> type) {
        TreeSet<String> texts = new TreeSet<>();
        for (Field field : type.getDeclaredFields()) {
            if (isVisible(field, type)) {
                texts.add(
                        field.isEnumConstant()
                                ? field.getName()
                                : modifiers(field, type) + text(field.getAnnotatedType()) + " " + field.getName());
            }
        }
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (isVisible(constructor, type) && !isCanonical(constructor)) {
                texts.add(modifiers(constructor, type)
                        + parameters(constructor.getTypeParameters(), " ")
                        + type.getSimpleName()
                        + rest(constructor));
            }
        }
        for (Method method : type.getDeclaredMethods()) {
            if (isVisible(method, type) && !isImplied(method)) {
                texts.add(modifiers(method, type) + parameters(method.getTypeParameters(), " ")
                        + text(method.getAnnotatedReturnType()) + " " + method.getName() + rest(method));
            }
        }
        return texts;
    }

    private static boolean isVisible(Member member, Class<?> type) {
        int modifiers = member.getModifiers();
        return !member.isSynthetic()
                && (Modifier.isPublic(modifiers)
                        || (Modifier.isProtected(modifiers) && !Modifier.isFinal(type.getModifiers())));
    }

    private static boolean isCanonical(Constructor<?> constructor) {
        RecordComponent @Nullable [] components =
                constructor.getDeclaringClass().getRecordComponents();
        return components != null
                && Arrays.equals(
                        constructor.getParameterTypes(),
                        Arrays.stream(components).map(RecordComponent::getType).toArray());
    }

    private static boolean isImplied(Method method) {
        Class<?> type = method.getDeclaringClass();
        boolean accessor = type.isRecord()
                && Arrays.stream(type.getRecordComponents())
                        .anyMatch(component -> method.equals(component.getAccessor()));
        boolean ofEnum = type.isEnum()
                && Modifier.isStatic(method.getModifiers())
                && List.of("values", "valueOf").contains(method.getName());
        return accessor || ofEnum || OF_EVERY_OBJECT.contains(method.getName());
    }

    private static String modifiers(Member member, Class<?> type) {
        int shown = Modifier.PROTECTED | Modifier.STATIC;
        if (!type.isInterface()) {
            shown |= Modifier.ABSTRACT;
        }
        String modifiers = Modifier.toString(member.getModifiers() & shown);
        boolean isDefault = member instanceof Method method && method.isDefault();
        return (isDefault ? "default " : "") + (modifiers.isEmpty() ? "" : modifiers + " ");
    }

    private static String rest(Executable executable) {
        String thrown = Arrays.stream(executable.getAnnotatedExceptionTypes())
                .map(PublicApi::text)
                .collect(Collectors.joining(", "));
        String parameters = Arrays.stream(executable.getAnnotatedParameterTypes())
                .map(PublicApi::text)
                .collect(Collectors.joining(", "));
        if (executable.isVarArgs()) {
            parameters = parameters.substring(0, parameters.length() - "[]".length()) + "...";
        }
        return "(" + parameters + ")" + (thrown.isEmpty() ? "" : " throws " + thrown);
    }

    private static String parameters(TypeVariable<?>[] variables, String after) {
        return variables.length == 0 ? "" : parameters(variables) + after;
    }

    private static String parameters(TypeVariable<?>[] variables) {
        if (variables.length == 0) {
            return "";
        }
        return Arrays.stream(variables).map(PublicApi::declaration).collect(Collectors.joining(", ", "<", ">"));
    }

    private static String declaration(TypeVariable<?> variable) {
        String bounds = Arrays.stream(variable.getAnnotatedBounds())
                .map(PublicApi::text)
                .filter(bound -> !bound.equals("Object"))
                .collect(Collectors.joining(" & "));
        return variable.getName() + (bounds.isEmpty() ? "" : " extends " + bounds);
    }

    private static String text(AnnotatedType type) {
        String nullable = type.isAnnotationPresent(Nullable.class) ? "@Nullable " : "";
        if (type instanceof AnnotatedArrayType array) {
            return text(array.getAnnotatedGenericComponentType()) + (nullable.isEmpty() ? "[]" : " @Nullable []");
        }
        if (type instanceof AnnotatedParameterizedType generic) {
            Type raw = ((ParameterizedType) generic.getType()).getRawType();
            return nullable
                    + name((Class<?>) raw)
                    + Arrays.stream(generic.getAnnotatedActualTypeArguments())
                            .map(PublicApi::text)
                            .collect(Collectors.joining(", ", "<", ">"));
        }
        if (type instanceof AnnotatedWildcardType wildcard) {
            String lower = Arrays.stream(wildcard.getAnnotatedLowerBounds())
                    .map(bound -> " super " + text(bound))
                    .collect(Collectors.joining());
            String upper = Arrays.stream(wildcard.getAnnotatedUpperBounds())
                    .map(PublicApi::text)
                    .filter(bound -> !bound.equals("Object"))
                    .map(bound -> " extends " + bound)
                    .collect(Collectors.joining());
            return "?" + lower + (lower.isEmpty() ? upper : "");
        }
        return nullable
                + (type.getType() instanceof Class<?> plain
                        ? name(plain)
                        : type.getType().getTypeName());
    }

    private static String name(Class<?> type) {
        String name = type.getTypeName().replace('$', '.');
        return PACKAGE.matcher(name).replaceFirst("");
    }

    private PublicApi() {}
}
