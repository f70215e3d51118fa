// What a usual stack does for recorders: Express, better-sqlite3 and jsonwebtoken. The same endpoints
// as ecg-serve's, ownership checked, every sample validated, each write on the disk before its answer.
// server.js FOLDER PORT
import Database from "better-sqlite3";
import express from "express";
import jwt from "jsonwebtoken";
import { randomBytes } from "node:crypto";

const [folder, port] = process.argv.slice(2);
const secret = randomBytes(32);
const leadNames = ["I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6"];
const ranges = {
  heart_rate: [0, 600], pr_interval: [0, 2000], qrs_duration: [0, 1000], qrs_axis: [-360, 360],
  st_segment: [-1e6, 1e6], qt_interval: [0, 5000], qtc_interval: [0, 5000], hrv: [0, 60000],
  rr_interval: [0, 60000],
};

const db = new Database(`${folder}/peer.db`);
db.pragma("journal_mode = WAL");
db.pragma("synchronous = FULL");
db.exec(`
  CREATE TABLE IF NOT EXISTS sessions (id TEXT PRIMARY KEY, user TEXT NOT NULL, serial TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS metrics (id INTEGER PRIMARY KEY, session TEXT NOT NULL REFERENCES sessions,
    time TEXT NOT NULL, body TEXT NOT NULL);
  CREATE INDEX IF NOT EXISTS metrics_of ON metrics (session, id);
  CREATE TABLE IF NOT EXISTS waveforms (id INTEGER PRIMARY KEY, session TEXT NOT NULL REFERENCES sessions,
    time TEXT NOT NULL, rate REAL NOT NULL, duration REAL NOT NULL, leads TEXT NOT NULL);
  CREATE INDEX IF NOT EXISTS waveforms_of ON waveforms (session, id);`);
const sql = {
  addSession: db.prepare("INSERT INTO sessions VALUES (?, ?, ?)"),
  owner: db.prepare("SELECT user FROM sessions WHERE id = ?"),
  addMetrics: db.prepare("INSERT INTO metrics (session, time, body) VALUES (?, ?, ?)"),
  addWaveform: db.prepare("INSERT INTO waveforms (session, time, rate, duration, leads) VALUES (?, ?, ?, ?, ?)"),
  metrics: db.prepare("SELECT * FROM metrics WHERE session = ? AND id > ? ORDER BY id LIMIT ?"),
  waveforms: db.prepare("SELECT * FROM waveforms WHERE session = ? AND id > ? ORDER BY id LIMIT ?"),
};

const fail = (res, status, message) => res.status(status).json({ status: "error", message });
const isMoment = (text) => typeof text === "string" && /(Z|[+-]\d\d:\d\d)$/.test(text) && !isNaN(Date.parse(text));
const isIn = (value, [least, most]) => Number.isFinite(value) && value >= least && value <= most;

function authenticate(req, res, next) {
  try {
    const claims = jwt.verify((req.headers.authorization ?? "").replace(/^Bearer /, ""), secret, { algorithms: ["HS256"] });
    req.user = claims.sub;
    next();
  } catch {
    fail(res, 401, "a valid token is needed");
  }
}

function own(req, res, next) {
  if (sql.owner.get(req.params.id)?.user !== req.user) return fail(res, 404, "not found");
  next();
}

function metricsFault({ timestamp, metrics }) {
  if (!isMoment(timestamp)) return "timestamp must be a moment with its zone";
  if (typeof metrics !== "object" || metrics === null) return "metrics is missing";
  for (const [name, value] of Object.entries(metrics)) {
    if (name in ranges && value !== null && !isIn(value, ranges[name])) return `metrics.${name} is out of range`;
  }
}

function waveformFault({ timestamp, sampling_rate, duration_seconds, leads }) {
  if (!isMoment(timestamp)) return "timestamp must be a moment with its zone";
  if (!isIn(sampling_rate, [10, 10000])) return "sampling_rate is out of range";
  if (typeof leads !== "object" || leads === null) return "leads is missing";
  if (Object.keys(leads).length !== leadNames.length) return "leads must be the twelve";
  const length = leads.I?.length;
  if (Math.abs(length / sampling_rate - duration_seconds) > 0.1) return "duration_seconds is wrong";
  for (const name of leadNames) {
    if (!Array.isArray(leads[name]) || leads[name].length !== length) return `leads.${name} is missing or too short`;
    for (const value of leads[name]) {
      if (!isIn(value, [-1e7, 1e7])) return `leads.${name} has a value that is no number`;
    }
  }
}

const app = express();
app.disable("x-powered-by");
app.use(express.json({ limit: "4mb" }));
app.get("/healthz", (req, res) => res.json({ status: "ok" }));

app.post("/api/v1/auth/register", (req, res) => {
  const user_id = randomBytes(16).toString("hex");
  res.status(201).json({ status: "success", user_id, token: jwt.sign({ sub: user_id }, secret, { expiresIn: "1h" }) });
});

app.post("/api/v1/sessions/start", authenticate, (req, res) => {
  const session_id = `session_${randomBytes(12).toString("hex")}`;
  sql.addSession.run(session_id, req.user, req.body.device_serial);
  res.status(201).json({ status: "success", session_id });
});

app.post("/api/v1/sessions/:id/metrics", authenticate, own, (req, res) => {
  const fault = metricsFault(req.body);
  if (fault) return fail(res, 422, fault);
  const row = sql.addMetrics.run(req.params.id, req.body.timestamp, JSON.stringify(req.body.metrics));
  res.status(201).json({ status: "success", metrics_id: `metric_${row.lastInsertRowid}` });
});

app.post("/api/v1/sessions/:id/waveform", authenticate, own, (req, res) => {
  const fault = waveformFault(req.body);
  if (fault) return fail(res, 422, fault);
  const { timestamp, sampling_rate, duration_seconds, leads } = req.body;
  const row = sql.addWaveform.run(req.params.id, timestamp, sampling_rate, duration_seconds, JSON.stringify(leads));
  res.status(201).json({ status: "success", waveform_id: `waveform_${row.lastInsertRowid}` });
});

app.get("/api/v1/sessions/:id/data", authenticate, own, (req, res) => {
  const limit = Number(req.query.limit ?? 100);
  const [afterMetrics, afterWaveforms] = String(req.query.cursor ?? "0-0").split("-").map(Number);
  const metrics = sql.metrics.all(req.params.id, afterMetrics, limit);
  const waveforms = sql.waveforms.all(req.params.id, afterWaveforms, limit);
  const answer = {
    status: "success",
    metrics_timeline: metrics.map((row) => ({ timestamp: row.time, ...JSON.parse(row.body), metrics_id: `metric_${row.id}` })),
    waveform_segments: waveforms.map((row) => ({
      timestamp: row.time, sampling_rate: row.rate, duration_seconds: row.duration,
      leads: JSON.parse(row.leads), waveform_id: `waveform_${row.id}`,
    })),
  };
  if (metrics.length === limit || waveforms.length === limit) {
    answer.next = `${metrics.at(-1)?.id ?? afterMetrics}-${waveforms.at(-1)?.id ?? afterWaveforms}`;
  }
  res.json(answer);
});

app.listen(Number(port), "127.0.0.1", () => console.log("serving"));
