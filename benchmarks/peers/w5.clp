; SPDX-License-Identifier: BSL-1.0
;
; All of W5 as production rules. What a policy remembers of a member is a fact of its own, marked with the purchase that it
; has seen; the host asserts one purchase after another, with its calendar fields, and runs the rules until none is left.

(deftemplate purchase (slot id) (slot member) (slot cents) (slot category) (slot year) (slot month) (slot week))

(deftemplate status (slot member) (slot seen (default 0)) (slot year (default 0)) (slot tier (default 0))
    (slot last-year (default 0)) (slot spent (default 0)) (slot events (default 0)))
(deftemplate account (slot member) (slot seen (default 0)) (slot points (default 0)))
(deftemplate bonus (slot member) (slot seen (default 0)) (slot towards (default 0)) (slot points (default 0)))
(deftemplate cashback (slot member) (slot seen (default 0)) (slot month (default 0)) (slot special (default 0))
    (slot cents (default 0)))
(deftemplate streak (slot member) (slot week (default 0)) (slot length (default 0)) (slot badges (default 0)))
(deftemplate card (slot member) (slot seen (default 0)) (slot visits (default 0)) (slot stamps (default 0)))

(deffunction earned (?spent)
    (if (>= ?spent 100000) then 2 else (if (>= ?spent 35000) then 1 else 0)))

(deffunction half-even (?exact)
    (bind ?whole (div ?exact 1000))
    (bind ?rest (mod ?exact 1000))
    (if (or (> ?rest 500) (and (= ?rest 500) (= (mod ?whole 2) 1))) then (+ ?whole 1) else ?whole))

(defrule a-new-year
    (declare (salience 30))
    (purchase (member ?m) (year ?year))
    ?status <- (status (member ?m) (year ?before&:(< ?before ?year)) (tier ?tier) (spent ?spent) (events ?events))
    =>
    (bind ?now (if (= ?year (+ ?before 1)) then (earned ?spent) else 0))
    (modify ?status (year ?year) (tier ?now) (last-year ?now) (spent 0)
        (events (if (= ?now ?tier) then ?events else (+ ?events 1)))))

(defrule points
    (declare (salience 20))
    (purchase (id ?id) (member ?m) (cents ?cents) (category ?category))
    (status (member ?m) (tier ?tier))
    ?account <- (account (member ?m) (seen ~?id) (points ?points))
    =>
    (bind ?percent (* (nth$ (+ ?tier 1) (create$ 100 125 150)) (if (= ?category 4) then 3 else 1)))
    (modify ?account (seen ?id) (points (+ ?points (div (* (div ?cents 100) ?percent) 100)))))

(defrule a-bonus-for-each-250
    (purchase (id ?id) (member ?m) (cents ?cents))
    ?bonus <- (bonus (member ?m) (seen ~?id) (towards ?towards) (points ?points))
    =>
    (bind ?sum (+ ?towards ?cents))
    (modify ?bonus (seen ?id) (towards (mod ?sum 25000)) (points (+ ?points (* 100 (div ?sum 25000))))))

(defrule cashback
    (purchase (id ?id) (member ?m) (cents ?cents) (category ?category&~7))
    ?cashback <- (cashback (member ?m) (seen ~?id) (cents ?sum))
    =>
    (modify ?cashback (seen ?id) (cents (+ ?sum (half-even (* ?cents 15))))))

(defrule special-cashback
    (purchase (id ?id) (member ?m) (cents ?cents) (category 7) (month ?month))
    ?cashback <- (cashback (member ?m) (seen ~?id) (month ?before) (special ?special) (cents ?sum))
    =>
    (bind ?used (if (= ?month ?before) then ?special else 0))
    (bind ?back (min (half-even (* ?cents 50)) (- 600 ?used)))
    (modify ?cashback (seen ?id) (month ?month) (special (+ ?used ?back)) (cents (+ ?sum ?back))))

(defrule tier
    (purchase (id ?id) (member ?m) (cents ?cents))
    ?status <- (status (member ?m) (seen ~?id) (tier ?tier) (last-year ?last-year) (spent ?before) (events ?events))
    =>
    (bind ?spent (+ ?before ?cents))
    (bind ?now (max ?last-year (earned ?spent)))
    (modify ?status (seen ?id) (tier ?now) (spent ?spent)
        (events (if (= ?now ?tier) then ?events else (+ ?events 1)))))

(defrule a-week-of-a-streak
    (purchase (member ?m) (week ?week))
    ?streak <- (streak (member ?m) (week ?before&~?week) (length ?length) (badges ?badges))
    =>
    (bind ?now (if (= ?week (+ ?before 1)) then (+ ?length 1) else 1))
    (if (= ?now 4)
        then (modify ?streak (week ?week) (length 0) (badges (+ ?badges 1)))
        else (modify ?streak (week ?week) (length ?now))))

(defrule a-stamp-for-each-10th
    (purchase (id ?id) (member ?m))
    ?card <- (card (member ?m) (seen ~?id) (visits ?visits) (stamps ?stamps))
    =>
    (if (= ?visits 9)
        then (modify ?card (seen ?id) (visits 0) (stamps (+ ?stamps 1)))
        else (modify ?card (seen ?id) (visits (+ ?visits 1)))))

(defrule done
    (declare (salience -10))
    ?purchase <- (purchase)
    =>
    (retract ?purchase))

; What is added up at the end.
(deffunction total (?template ?slot)
    (bind ?sum 0)
    (do-for-all-facts ((?fact status account bonus cashback streak card)) (eq (fact-relation ?fact) ?template)
        (bind ?sum (+ ?sum (fact-slot-value ?fact ?slot))))
    ?sum)
(deffunction members-in (?tier)
    (length$ (find-all-facts ((?fact status)) (= ?fact:tier ?tier))))
