/** Evaluates JSONPath, reference paths, payload templates and intrinsic functions as Step Functions does. */
@NullMarked
package dev.anabranch.engine.internal.query.jsonpath;

import org.jspecify.annotations.NullMarked;
