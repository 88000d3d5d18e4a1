"use strict";
(() => {
  const report = JSON.parse(document.getElementById("data").textContent);
  report.drifts = report.drifts.map(record => ({...record, ...record.drift}));
  const charts = [];

  const whole = new Intl.NumberFormat("en");
  const count = n => whole.format(n);
  const number = x => x === undefined || x === null || !isFinite(x) ? "–"
    : Math.abs(x) < 100 ? x.toFixed(4) : Math.abs(x) < 1e5 ? x.toFixed(2) : x.toExponential(2);
  const percent = (x, digits = 1) => x === undefined || x === null || !isFinite(x) ? "–" : (100 * x).toFixed(digits) + " %";
  const color = name => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();

  function element(name, attributes = {}, ...children) {
    const made = name.startsWith("svg:")
      ? document.createElementNS("http://www.w3.org/2000/svg", name.slice(4)) : document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (value !== undefined && value !== false) made.setAttribute(key, value);
    }
    made.append(...children.filter(child => child !== undefined));
    return made;
  }

  function table(into, head, rows) {
    const columns = head.map(title => element("th", {scope: "col", class: title.text && "text"}, title.text || title));
    into.append(element("thead", {}, element("tr", {}, ...columns)), element("tbody", {}, ...rows));
  }

  const cell = (content, kind) => element("td", {class: kind}, content);
  const rowHead = text => element("th", {scope: "row"}, text);

  const last = task => task.history[task.history.length - 1];
  const baselineOf = (task, record, metric, span) => ((record[span] || {})[task.baseline] || {})[metric.key];

  /** How much better than its baseline, in words, and whether it is. */
  function verdict(task, metric) {
    const model = last(task).run[metric.key];
    const base = baselineOf(task, last(task), metric, "baselines");
    if (model === undefined || base === undefined) return undefined;
    const gain = metric.lowerIsBetter ? base - model : model - base;
    const by = metric.lowerIsBetter && base !== 0 ? percent(Math.abs(gain / base)) : number(Math.abs(gain));
    return gain === 0 ? {text: "equal", kind: ""}
      : {text: by + (gain > 0 ? " better" : " worse"), kind: gain > 0 ? "good" : "bad"};
  }

  /** Lines over the events taken, with marks where drift was noticed. */
  function lines(into, title, note, records, series, options = {}) {
    const drawn = series.filter(one => records.some(record => one.of(record) !== undefined));
    if (!drawn.length || records.length < 2) return;
    const holder = element("div");
    const summary = drawn.map(one => one.label + " " + (options.show || number)(one.of(records[records.length - 1]))).join(", ");
    into.append(element("figure", {class: options.wide && "wide", role: "group", "aria-label": title + ", at the end: " + summary},
      element("figcaption", {}, title + " ", element("small", {}, note)), holder));
    const data = [records.map(record => record.events), ...drawn.map(one => records.map(record => one.of(record) ?? null))];
    const at = label => drawn.findIndex(one => one.label === label) + 1;
    const show = options.show || number;
    const draw = () => {
      holder.replaceChildren();
      const axis = {stroke: color("soft"), grid: {stroke: color("line"), width: 1}, ticks: {stroke: color("line"), width: 1}};
      const plot = new uPlot({
        width: Math.max(240, holder.clientWidth), height: options.wide ? 260 : 210,
        scales: {x: {time: false}},
        legend: {live: true},
        cursor: {drag: {x: true, y: false}},
        axes: [{...axis, values: (u, ticks) => ticks.map(count)}, {...axis, size: 64, values: (u, ticks) => ticks.map(options.tick || (x => String(+x.toPrecision(6))))}],
        series: [{label: "events", value: (u, x) => x === null ? "–" : count(x)}, ...drawn.map(one => ({
          label: one.label, stroke: color(one.color), width: one.width || 1.75, dash: one.dash, points: {show: false},
          value: (u, x) => show(x)
        }))],
        bands: options.band && at(options.band[0]) && at(options.band[1])
          ? [{series: options.band.map(at), fill: color("model") + "22"}] : [],
        hooks: {ready: [showLast], draw: [u => mark(u, options.marks || [], options.level)]}
      }, data, holder);
      plot.root.setAttribute("aria-hidden", "true");
    };
    charts.push({holder, draw});
    draw();
  }

  /** Where no pointer is over the chart, its legend tells the newest values. */
  function showLast(plot) {
    const show = () => plot.setLegend({idx: plot.data[0].length - 1}, false);
    plot.over.addEventListener("mouseleave", () => requestAnimationFrame(show));
    show();
  }

  function mark(plot, marks, level) {
    const {ctx, bbox} = plot;
    ctx.save();
    ctx.lineWidth = 1.5 * devicePixelRatio;
    ctx.setLineDash([4 * devicePixelRatio, 3 * devicePixelRatio]);
    const line = (x1, y1, x2, y2) => { ctx.beginPath(); ctx.moveTo(x1, y1); ctx.lineTo(x2, y2); ctx.stroke(); };
    ctx.strokeStyle = color("bad");
    for (const at of marks) {
      const x = plot.valToPos(at, "x", true);
      if (x >= bbox.left && x <= bbox.left + bbox.width) line(x, bbox.top, x, bbox.top + bbox.height);
    }
    if (level !== undefined) {
      ctx.strokeStyle = color("asked");
      const y = plot.valToPos(level, "y", true);
      if (y >= bbox.top && y <= bbox.top + bbox.height) line(bbox.left, y, bbox.left + bbox.width, y);
    }
    ctx.restore();
  }

  /** What was said to have a probability, against how often it came; circles as large as there are many. */
  function reliability(into, calibration) {
    if (!calibration || !calibration.bins.length) return;
    const size = 240, pad = 42, most = Math.max(...calibration.bins.map(bin => bin.count));
    const x = p => pad + p * (size - pad - 8), y = p => size - pad - p * (size - pad - 8);
    const circles = calibration.bins.map(bin => element("svg:circle", {
      cx: x(bin.confidence), cy: y(bin.frequency), r: 3 + 9 * Math.sqrt(bin.count / most), fill: "var(--model)", "fill-opacity": 0.55
    }, element("svg:title", {}, `said ${percent(bin.confidence)}, came ${percent(bin.frequency)}, ${count(bin.count)} times`)));
    const ticks = [0, 0.5, 1].flatMap(p => [
      element("svg:text", {x: x(p), y: size - pad + 16, "text-anchor": "middle"}, String(p)),
      element("svg:text", {x: pad - 6, y: y(p) + 4, "text-anchor": "end"}, String(p))]);
    const label = `Reliability: the expected calibration error is ${number(calibration.expectedError)}`;
    into.append(element("figure", {}, element("figcaption", {}, "Reliability ",
      element("small", {}, `calibration error ${number(calibration.expectedError)}, over the run`)),
    element("svg:svg", {viewBox: `0 0 ${size} ${size}`, role: "img", "aria-label": label, style: "max-width: 17rem"},
      element("svg:rect", {x: x(0), y: y(1), width: x(1) - x(0), height: y(0) - y(1), fill: "none", stroke: "var(--line)"}),
      element("svg:line", {x1: x(0), y1: y(0), x2: x(1), y2: y(1), stroke: "var(--base)", "stroke-dasharray": "4 3"}),
      ...circles, ...ticks,
      element("svg:text", {x: x(0.5), y: size - 3, "text-anchor": "middle"}, "said"),
      element("svg:text", {x: 10, y: y(0.5), "text-anchor": "middle", transform: `rotate(-90 10 ${y(0.5)})`}, "came"))));
  }

  function glance() {
    const some = of => report.tasks.some(task => of(last(task)) !== undefined);
    const columns = [
      {head: {text: "type"}, kind: "text", of: task => task.type},
      {head: "labels", of: task => count(last(task).labels)},
      {head: {text: "metric"}, kind: "text", of: task => task.metrics[0].title},
      {head: "model", of: task => number(last(task).run[task.metrics[0].key])},
      {head: "baseline", of: task => number(baselineOf(task, last(task), task.metrics[0], "baselines"))},
      {head: "model is", of: task => verdict(task, task.metrics[0])},
      {head: `last ${count(report.window)}`, of: task => number(last(task).window[task.metrics[0].key])},
      some(r => r.heldOut) && {head: "held out", of: task => number(last(task).heldOut?.run[task.metrics[0].key])},
      some(r => r.calibration) && {head: "calibration error", of: task => number(last(task).calibration?.expectedError)},
      some(r => r.coverage) && {head: "covered", of: task => percent(last(task).coverage?.run)},
      some(r => r.transfer) && {head: "joint training", of: task => {
        const gain = last(task).transfer;
        return gain && {text: percent(gain.gain), kind: gain.low > 0 ? "good" : gain.high < 0 ? "bad" : ""};
      }},
      some(r => r.drifts) && {head: "drifts", of: task => count(last(task).drifts || 0)}
    ].filter(Boolean);
    table(document.getElementById("glance"), ["task", ...columns.map(column => column.head)], report.tasks.map(task =>
      element("tr", {}, rowHead(task.name), ...columns.map(column => {
        const value = column.of(task);
        return value && value.text !== undefined ? cell(value.text, value.kind) : cell(value ?? "–", column.kind);
      }))));
  }

  function taskCard(task, place) {
    const record = last(task);
    const id = "task-" + place;
    const main = verdict(task, task.metrics[0]);
    const tabs = element("div", {class: "tabs", role: "group", "aria-label": "Metric of " + task.name});
    const holder = element("div", {class: "charts"});
    const card = element("article", {class: "card", "aria-labelledby": id},
      element("header", {}, element("h2", {id}, task.name),
        element("span", {class: "tag"}, `${task.type}, ${count(record.labels)} labels`),
        main && element("span", {class: "verdict " + main.kind}, main.text === "equal" ? "as its baseline" : main.text + " than its baseline"),
        tabs), holder);
    document.getElementById("tasks").append(card);
    const marks = report.drifts.filter(drift => drift.task === task.name).map(drift => drift.events);
    const first = element("div", {class: "wide"});
    holder.append(first);
    const choose = metric => {
      first.replaceChildren();
      for (const button of tabs.children) button.setAttribute("aria-pressed", String(button.textContent === metric.title));
      lines(first, metric.title, `over the last ${count(report.window)} labels, ${metric.lowerIsBetter ? "lower" : "higher"} is better`
        + (marks.length ? "; dashed: drift" : ""), task.history, [
        {label: "model", color: "model", width: 2.25, of: r => r.window[metric.key]},
        {label: "model, fading", color: "fade", width: 1.25, of: r => (r.faded || {})[metric.key]},
        {label: words(task.baseline), color: "base", dash: [6, 4], of: r => baselineOf(task, r, metric, "windowBaselines")},
        {label: "last label", color: "last", dash: [2, 3], of: r => (r.windowBaselines.lastLabel || {})[metric.key]}
      ], {wide: true, marks});
    };
    for (const metric of task.metrics) {
      const button = element("button", {type: "button", "aria-pressed": "false"}, metric.title);
      button.addEventListener("click", () => choose(metric));
      tabs.append(button);
    }
    choose(task.metrics[0]);
    lines(holder, "Gain from joint training", "over the run, with its interval of 95 %", task.history.filter(r => r.transfer), [
      {label: "gain", color: "model", width: 2.25, of: r => r.transfer.gain},
      {label: "upper end", color: "base", width: 1, of: r => r.transfer.high},
      {label: "lower end", color: "base", width: 1, of: r => r.transfer.low}
    ], {show: percent, tick: x => percent(x), band: ["upper end", "lower end"], level: 0});
    lines(holder, task.type === "regression" ? "Labels inside the interval" : "Labels inside the set",
      record.coverage ? `of the newest; asked are ${percent(record.coverage.asked, 0)}` : "", task.history.filter(r => r.coverage), [
        {label: "inside", color: "model", width: 2.25, of: r => r.coverage.window}
      ], {show: percent, tick: x => percent(x), level: record.coverage?.asked});
    lines(holder, task.type === "regression" ? "Width of the intervals" : "Classes in the sets", "mean over the newest",
      task.history.filter(r => r.coverage), [{label: "mean", color: "model", width: 2.25, of: r => r.coverage.size}]);
    reliability(holder, record.calibration);
  }

  const words = name => name.replace(/([A-Z])/g, letter => " " + letter.toLowerCase());

  /** A task's gain as a bar from the lower to the upper end of its interval. */
  function bar(transfer, from, to) {
    const at = x => 100 * (Math.min(Math.max(x, from), to) - from) / (to - from);
    const kind = transfer.low > 0 ? "good" : transfer.high < 0 ? "bad" : "base";
    return element("svg:svg", {viewBox: "0 0 100 10", preserveAspectRatio: "none", height: 18, "aria-hidden": "true", style: "height: 18px"},
      element("svg:line", {x1: at(0), x2: at(0), y1: 0, y2: 10, stroke: "var(--base)", "vector-effect": "non-scaling-stroke"}),
      element("svg:line", {x1: at(transfer.low), x2: at(transfer.high), y1: 5, y2: 5, stroke: `var(--${kind})`, "stroke-width": 5,
        "stroke-opacity": 0.45, "vector-effect": "non-scaling-stroke"}),
      element("svg:line", {x1: at(transfer.gain), x2: at(transfer.gain), y1: 1, y2: 9, stroke: `var(--${kind})`, "stroke-width": 3,
        "vector-effect": "non-scaling-stroke"}));
  }

  function sharing() {
    const compared = report.tasks.filter(task => last(task).transfer);
    if (compared.length) {
      const gains = compared.map(task => last(task).transfer);
      const ends = gains.flatMap(gain => [gain.low, gain.high]).filter(isFinite);
      const from = Math.min(-0.01, ...ends), to = Math.max(0.01, ...ends);
      table(document.getElementById("gains"), ["task", "gain", "from", "to", "lately", {text: "in words"}, {text: " "}], compared.map((task, i) => {
        const gain = gains[i];
        const said = gain.leftOut ? "left out of shaping the trunk" : gain.low > 0 ? "gains" : gain.high < 0 ? "pays" : "no difference shown";
        return element("tr", {}, rowHead(task.name), cell(percent(gain.gain), gain.low > 0 ? "good" : gain.high < 0 ? "bad" : ""),
          cell(percent(gain.low)), cell(percent(gain.high)), cell(percent(gain.recentGain)), cell(said, "text"),
          element("td", {class: "interval"}, bar(gain, from, to)));
      }));
      document.getElementById("transfer").hidden = false;
    }
    const cosine = new Map();
    for (const task of report.tasks) {
      for (const [other, value] of Object.entries(last(task).gradientCosines || {})) {
        cosine.set(task.name + "\n" + other, value);
        cosine.set(other + "\n" + task.name, value);
      }
    }
    if (cosine.size) {
      const named = report.tasks.filter(task => [...cosine.keys()].some(pair => pair.startsWith(task.name + "\n")));
      table(document.getElementById("cosines"), [" ", ...named.map(task => task.name)], named.map(task =>
        element("tr", {}, rowHead(task.name), ...named.map(other => {
          const value = cosine.get(task.name + "\n" + other.name);
          if (value === undefined) return cell("");
          const shade = Math.round(Math.min(1, Math.abs(value)) * 45);
          return element("td", {class: value < 0 ? "bad" : "good",
            style: `background: color-mix(in srgb, var(--${value < 0 ? "bad" : "good"}) ${shade}%, transparent)`}, value.toFixed(2));
        }))));
      document.getElementById("conflict").hidden = false;
    }
    document.getElementById("sharing").hidden = !compared.length && !cosine.size;
  }

  function drift() {
    if (!report.drifts.length) return;
    table(document.getElementById("drifts"), ["of", {text: "what"}, "after events", "before", "since", "size"], report.drifts.map(one =>
      element("tr", {}, rowHead(one.task || one.feature), cell(one.task ? "loss has risen" : "mean has moved", "text"),
        cell(count(one.events)), cell(number(one.before)), cell(number(one.after)), cell(one.size.toFixed(2) + " s.d."))));
    document.getElementById("drift").hidden = false;
  }

  document.title = report.learner + " – Mainstem report";
  document.getElementById("title").textContent = report.learner;
  document.getElementById("facts").textContent = `${count(report.events)} events in ${report.seconds.toFixed(1)} s, `
    + `${count(report.steps)} steps, ${count(report.parameters)} parameters`
    + (report.rejected ? `, ${count(report.rejected)} records refused` : "");
  document.getElementById("sentences").append(...report.sentences.map(text => element("li", {}, text)));
  document.getElementById("file").textContent = report.file;
  document.getElementById("written").textContent = `Written ${new Date(report.written).toLocaleString("en", {dateStyle: "long", timeStyle: "short"})}`
    + ` by mainstem ${report.program}. Weights ${report.weights}.`;
  glance();
  report.tasks.forEach(taskCard);
  sharing();
  drift();

  let waiting;
  const again = () => { clearTimeout(waiting); waiting = setTimeout(() => charts.filter(chart => chart.holder.isConnected).forEach(chart => chart.draw()), 150); };
  addEventListener("resize", again);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
})();
