/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.parseevents;

import io.levada.pipelines.runs.LakeOptions;
import io.levada.pipelines.runs.RecordOptions;
import io.levada.pipelines.runs.WriteModeOptions;

/** Options of {@code parse-events}: {@code --output} is the stage zone. */
public interface ParseEventsOptions extends RecordOptions, LakeOptions, WriteModeOptions {}
