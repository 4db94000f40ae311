-- Rows for trying the sample out. Not part of the estate's input; no real people.
-- Login of the teacher: teacher / teacher
INSERT INTO hpe_app.t_class (class_id, class_name, enrolled_on) VALUES
  (1, '2016级软件一班', '2016-09-01') ON DUPLICATE KEY UPDATE class_name = VALUES(class_name);
INSERT INTO hpe_app.t_course (course_id, course_name, credit) VALUES
  (1, '数据库原理', 3.0) ON DUPLICATE KEY UPDATE course_name = VALUES(course_name);
INSERT INTO hpe_app.t_student (student_no, student_name, class_id) VALUES
  ('20160001', '学员甲', 1), ('20160002', '学员乙', 1);
INSERT INTO hpe_app.t_score (student_no, course_id, score, entered_by) VALUES
  ('20160001', 1, 91.50, 'teacher'), ('20160002', 1, 84.00, 'teacher');
INSERT INTO hpe_app.t_user (login_name, password_sha256, display_name) VALUES
  ('teacher', SHA2('teacher', 256), '任课教师');
INSERT INTO portal.node (title, body, status, publish_on, created) VALUES
  ('招生简章发布', '本年度招生简章已经发布。', 1, NULL, '2020-11-02 09:00:00'),
  ('定时发布的新闻', '由定时任务发布。', 0, '2020-11-03 08:00:00', '2020-11-03 08:00:00');
